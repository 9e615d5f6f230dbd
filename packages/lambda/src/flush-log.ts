import { LOG_LINE_ENCODING, LOG_LINE_MAX_BYTES, LOG_LINE_VERSION } from '@thermocline/wire'
import { createBackoff } from './backoff.ts'
import { encodeRequest } from './encode.ts'
import type { Exporter } from './exporter.ts'
import type { Attributes } from './otel.ts'

export interface LogExporterParts {
  readonly whole: Attributes
  readonly short: Attributes
  readonly scope: { readonly name: string; readonly version: string }
  /** Writes all of it and says so, or gives up within the time. */
  readonly write: (text: string, withinMs: number) => boolean
}

/** Writes each flush as lines of {@link LogLine}: the first line of the process carries the whole resource. */
export function createLogExporter(parts: LogExporterParts): Exporter {
  let seq = 0
  let wholeSent = false
  // After a line that was cut, the next must not continue it.
  let cut = false
  const backoff = createBackoff()

  return (spans, requestId, withinMs) => {
    if (backoff.skips()) return { outcome: 'skipped', dropped: 0, keep: true }
    seq += 1
    let stuck = false
    const split = splitSpans(spans, () =>
      roomFor(wholeSent ? [parts.short] : [parts.whole, parts.short], requestId),
    )
    let dropped = split.tooLarge
    split.groups.forEach((group, index) => {
      const whole = !wholeSent
      const payload = encodeRequest(whole ? parts.whole : parts.short, parts.scope, group)
      const line = logLine(requestId, seq, [index + 1, split.groups.length], payload)
      // Each write waits as long as the flush may take: once is enough.
      stuck ||= !parts.write(`${cut ? '\n' : ''}${line}\n`, withinMs)
      cut = stuck
      if (stuck) dropped += group.length
      else wholeSent = true
    })
    backoff.tried(!stuck)
    return { outcome: dropped > 0 ? 'failed' : 'ok', dropped, keep: false }
  }
}

function logLine(
  requestId: string,
  seq: number,
  part: readonly [number, number],
  payload: Uint8Array,
): string {
  const d = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString('base64')
  return `${envelope(requestId, seq, part)}${d}"}`
}

// JSON.stringify would look at every character of the payload for nothing: only the request id may need an escape.
function envelope(requestId: string, seq: number, part: readonly [number, number]): string {
  const head = `{"thermocline":${LOG_LINE_VERSION},"enc":"${LOG_LINE_ENCODING}"`
  return `${head},"rid":${JSON.stringify(requestId)},"seq":${seq},"part":[${part.join()}],"d":"`
}

/** Bytes of encoded spans that fit on one line. */
function roomFor(resources: readonly Attributes[], requestId: string): number {
  const worst = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] as const
  const around = Buffer.byteLength(envelope(requestId, Number.MAX_SAFE_INTEGER, worst)) + '"}\n\n'.length
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

function splitSpans(spans: readonly Uint8Array[], roomOf: () => number): Split {
  let total = 0
  for (const span of spans) total += span.length
  return total < SURELY_FITS_BYTES ? { groups: [spans], tooLarge: 0 } : splitAt(spans, roomOf())
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
