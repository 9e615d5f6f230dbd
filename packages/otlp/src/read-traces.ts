import type { Intake } from '@thermocline/wire'
import { decodeJson } from './decode-json.ts'
import { decodeProtobuf } from './decode-protobuf.ts'
import { gunzip } from './gunzip.ts'
import type { OtlpLimits } from './limits.ts'
import { OTLP_LIMITS, tooLarge } from './limits.ts'
import { bodyFormat, isGzipped } from './media.ts'
import type { Known } from './sightings.ts'
import { sightings } from './sightings.ts'
import type { Tally } from './tally.ts'

/** The two headers that say what a body is, as they came. */
export interface OtlpHeaders {
  readonly contentType: string | undefined
  readonly contentEncoding?: string | undefined
}

export interface OtlpOptions {
  readonly limits?: Partial<OtlpLimits>
  /** What the reader knows beyond the spans, such as the log stream they stood in. */
  readonly known?: Known
}

export interface OtlpReading {
  readonly intake: Intake
  /** Spans that were sent, the rejected ones too. */
  readonly spans: number
  /** Spans left out of the intake, alone, while the others stay. */
  readonly rejected: readonly Tally[]
  /** What was mended, or kept without all of its meaning: worth a warning, never a loss of a span. */
  readonly notes: readonly Tally[]
}

/**
 * What an OTLP/HTTP trace request says. It is refused whole, with the reason and the place, where it is malformed:
 * throws `unsupported_media_type`, `unsupported_encoding`, `too_large`, `bad_gzip` or `bad_otlp`.
 */
export function readTraces(body: Uint8Array, headers: OtlpHeaders, options: OtlpOptions = {}): OtlpReading {
  const limits: OtlpLimits = { ...OTLP_LIMITS, ...options.limits }
  const decode = bodyFormat(headers.contentType) === 'json' ? decodeJson : decodeProtobuf
  const gzipped = isGzipped(headers.contentEncoding)
  if (body.length > limits.bodyBytes) throw tooLarge('bytes of the body', limits.bodyBytes, body.length)

  const { spans, rejected, notes } = decode(gzipped ? gunzip(body, limits) : body, limits)
  const seen = sightings(spans, options.known)
  const refused = rejected.list()
  return {
    intake: { spans, invocations: seen.invocations, containers: [], findings: seen.findings },
    spans: spans.length + refused.reduce((sum, { count }) => sum + count, 0),
    rejected: refused,
    notes: [...notes.list(), ...seen.notes],
  }
}
