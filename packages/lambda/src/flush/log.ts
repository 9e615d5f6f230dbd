import { LOG_LINE_MAX_BYTES, LOG_LINE_OTLP, LOG_LINE_ROOT, LOG_LINE_VERSION } from '@thermocline/wire'
import { encodeRequest, encodeRequestBase64 } from '../spans/encode.ts'
import type { Attributes } from '../spans/otel.ts'
import { createBackoff } from './backoff.ts'
import type { EndedSpan, Exporter, Sent } from './exporter.ts'
import { rootLine } from './root-line.ts'

export interface LogExporterParts {
  readonly whole: Attributes
  readonly short: Attributes
  readonly scope: { readonly name: string; readonly version: string }
  /** Writes all of it and says so, or gives up within the time. */
  readonly write: (text: string, withinMs: number) => boolean
}

const WHOLE_FLUSH = [1, 1] as const
/** A line has room for 200,000 bytes, and a character takes three at most. */
const LONGEST_ROOT_CHARACTERS = 50_000

/** Writes each flush as lines of {@link LogLine}: the first line of the process carries the whole resource. */
export function createLogExporter(parts: LogExporterParts): Exporter {
  let seq = 0
  let wholeSent = false
  /** What the first root span that was sent told. */
  let known: Attributes | undefined
  // After a line that was cut, the next must not continue it.
  let cut = false
  const backoff = createBackoff()

  function write(line: string, withinMs: number): boolean {
    const written = parts.write(`${cut ? '\n' : ''}${line}\n`, withinMs)
    cut = !written
    return written
  }

  function writeRoot(
    [span, more]: readonly EndedSpan[],
    requestId: string,
    withinMs: number,
  ): Sent | undefined {
    if (!span?.root || more || !known) return undefined
    const d = rootLine(span.root, known)
    if (d === undefined || d.length > LONGEST_ROOT_CHARACTERS) return undefined
    const written = write(`${envelope(LOG_LINE_ROOT, requestId, seq, WHOLE_FLUSH)}${d}}`, withinMs)
    return written
      ? { outcome: 'ok', dropped: 0, keep: false }
      : { outcome: 'failed', dropped: 1, keep: false }
  }

  function writeRequests(spans: readonly EndedSpan[], requestId: string, withinMs: number): Sent {
    const split = splitSpans(spans, () =>
      roomFor(wholeSent ? [parts.short] : [parts.whole, parts.short], requestId),
    )
    let stuck = false
    let dropped = split.tooLarge
    split.groups.forEach((group, index) => {
      const payload = encodeRequestBase64(wholeSent ? parts.short : parts.whole, parts.scope, group)
      const head = envelope(LOG_LINE_OTLP, requestId, seq, [index + 1, split.groups.length])
      // Each write waits as long as the flush may take: once is enough.
      stuck ||= !write(`${head}"${payload}"}`, withinMs)
      if (stuck) dropped += group.length
      else wholeSent = true
    })
    if (dropped === 0) known ??= spans.find(({ root }) => root)?.root?.attributes
    return { outcome: dropped > 0 ? 'failed' : 'ok', dropped, keep: false }
  }

  return (spans, requestId, withinMs) => {
    if (backoff.skips()) return { outcome: 'skipped', dropped: 0, keep: true }
    seq += 1
    const sent = writeRoot(spans, requestId, withinMs) ?? writeRequests(spans, requestId, withinMs)
    backoff.tried(!cut)
    return sent
  }
}

// JSON.stringify would look at every character of the payload for nothing: only the request id may need an escape.
function envelope(enc: string, requestId: string, seq: number, part: readonly [number, number]): string {
  const head = `{"thermocline":${LOG_LINE_VERSION},"enc":"${enc}"`
  return `${head},"rid":${JSON.stringify(requestId)},"seq":${seq},"part":[${part.join()}],"d":`
}

/** Bytes of encoded spans that fit on one line. */
function roomFor(resources: readonly Attributes[], requestId: string): number {
  const worst = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] as const
  const around =
    Buffer.byteLength(envelope(LOG_LINE_OTLP, requestId, Number.MAX_SAFE_INTEGER, worst)) + '""}\n\n'.length
  const base = Math.floor((LOG_LINE_MAX_BYTES - around) / 4) * 3
  const sizes = resources.map((attributes) => encodeRequest(attributes, WORST_SCOPE, []).length)
  // The lengths around the spans grow by up to four bytes each once the spans are inside.
  return base - Math.max(...sizes) - 8
}

const WORST_SCOPE = { name: 'x'.repeat(64), version: 'x'.repeat(64) }

interface Split {
  readonly groups: readonly (readonly Uint8Array[])[]
  readonly tooLarge: number
}

/** Far below what any line holds, whatever stands around it: no need to reckon. */
const SURELY_FITS_BYTES = 100_000

function splitSpans(spans: readonly EndedSpan[], roomOf: () => number): Split {
  const encoded = spans.map((span) => span.bytes())
  let total = 0
  for (const bytes of encoded) total += bytes.length
  if (total < SURELY_FITS_BYTES) return { groups: [encoded], tooLarge: 0 }
  const room = roomOf()
  return splitAt(
    encoded.map((bytes, index) => (bytes.length > room ? spans[index]!.cutBytes() : bytes)),
    room,
  )
}

function splitAt(spans: readonly Uint8Array[], room: number): Split {
  const groups: Uint8Array[][] = []
  let left = 0
  let tooLarge = 0
  for (const span of spans) {
    if (span.length > room) {
      tooLarge += 1
      continue
    }
    if (groups.length === 0 || span.length > left) {
      groups.push([])
      left = room
    }
    groups.at(-1)?.push(span)
    left -= span.length
  }
  return { groups, tooLarge }
}
