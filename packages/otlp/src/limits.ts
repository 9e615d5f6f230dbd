import { ThermoclineError } from '@thermocline/wire'

/** What one request may hold. Each is far above what a real exporter sends, and bounds the memory of one request. */
export interface OtlpLimits {
  /** Bytes of the body as it was sent. */
  readonly bodyBytes: number
  /** Bytes of the body after gunzip. */
  readonly decompressedBytes: number
  /** Bytes after gunzip per byte sent; judged only beyond {@link RATIO_FREE_BYTES}. */
  readonly ratio: number
  readonly spans: number
  /** Attributes of one span, link, event or resource. */
  readonly attributes: number
  readonly eventsPerSpan: number
  readonly linksPerSpan: number
  /** Entries of one array or key-value list. */
  readonly listEntries: number
  /** Arrays and key-value lists inside each other. */
  readonly depth: number
  /** Bytes of one string or byte value. */
  readonly stringBytes: number
}

export const OTLP_LIMITS: OtlpLimits = {
  // The OpenTelemetry Collector refuses beyond 20 MiB.
  bodyBytes: 16 * 2 ** 20,
  decompressedBytes: 32 * 2 ** 20,
  ratio: 200,
  // Exporters send 512 spans at most by default, the Collector's batches 8,192.
  spans: 20_000,
  // SDKs keep 128 by default.
  attributes: 1_000,
  eventsPerSpan: 10_000,
  // An SQS batch has at most 10,000 messages, each one link.
  linksPerSpan: 10_000,
  listEntries: 10_000,
  depth: 32,
  stringBytes: 256 * 1024,
}

/** Small repetitive bodies compress beyond any ratio and harm nobody. */
export const RATIO_FREE_BYTES: number = 2 ** 20

/** "spans per request must be at most 20000, got 20001" with code `too_large`. */
export function tooLarge(what: string, most: number, got: number | string): ThermoclineError {
  return new ThermoclineError('too_large', `${what} must be at most ${most}, got ${got}`)
}
