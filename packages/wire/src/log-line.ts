/**
 * One line of flush mode `log`: base64 of an OTLP ExportTraceServiceRequest in protobuf, with what a reader needs
 * to count losses. Each line stands for itself: a flush beyond {@link LOG_LINE_MAX_BYTES} is split between spans
 * into `part` [k, n], and a reader never has to join them (docs/decisions/0003-log-parts-stand-alone.md).
 *
 * The first line of a process carries the whole resource, later lines only `service.instance.id` and
 * `thermocline.process.id`, by which the store finds the whole one.
 */
export interface LogLine {
  /** Version of this envelope. A reader counts lines of a version it does not know, and leaves them. */
  readonly thermocline: 1
  readonly enc: 'otlp-pb-b64'
  /** Request id of the invocation that flushed. */
  readonly rid: string
  /** 1-based count of flushes of this process: a gap is a loss. */
  readonly seq: number
  /** [k, n]: the k-th of n lines of this flush, 1-based. */
  readonly part: readonly [number, number]
  /** The payload, standard base64 with padding. */
  readonly d: string
}

export const LOG_LINE_VERSION = 1
export const LOG_LINE_ENCODING = 'otlp-pb-b64'
/** A log event on CloudWatch holds 256 KB less 26 bytes; some tools in between cut at 200 KB. */
export const LOG_LINE_MAX_BYTES = 200_000
/** How every line begins, so that a reader need not parse other lines. */
export const LOG_LINE_PREFIX = '{"thermocline":'
