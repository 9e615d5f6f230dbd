import * as key from './keys.ts'

/**
 * One line of flush mode `log`, with what a reader needs to count losses. Each line stands for itself: a flush beyond
 * {@link LOG_LINE_MAX_BYTES} is split between spans into `part` [k, n], and a reader never has to join them
 * (docs/decisions/0003-log-parts-stand-alone.md).
 *
 * The first line of a process carries the whole resource, later lines only `service.instance.id` and
 * `thermocline.process.id`, by which the store finds the whole one.
 */
export interface LogLine {
  /** Version of this envelope. A reader counts lines of a version it does not know, and leaves them. */
  readonly thermocline: 1
  /** What `d` is: see {@link LOG_LINE_OTLP} and {@link LOG_LINE_ROOT}. */
  readonly enc: typeof LOG_LINE_OTLP | typeof LOG_LINE_ROOT
  /** Request id of the invocation that flushed. */
  readonly rid: string
  /** 1-based count of flushes of this process: a gap is a loss. */
  readonly seq: number
  /** [k, n]: the k-th of n lines of this flush, 1-based. */
  readonly part: readonly [number, number]
  readonly d: string | RootLine
}

/** An OTLP ExportTraceServiceRequest in protobuf, in standard base64 with padding. */
export const LOG_LINE_OTLP = 'otlp-pb-b64'

/** A root span of a warm invocation that has nothing beside it: a fifth of what the request would be. */
export const LOG_LINE_ROOT = 'root'

/**
 * What changes from one invocation of a process to the next. {@link ROOT_LINE_LEAVES_OUT} is left out where it is as it
 * was in the first root span of the process, which is sent whole; {@link ROOT_LINE_IMPLIES} where it is so.
 */
export type RootLine = readonly [
  name: string,
  container: string,
  process: string,
  traceId: string,
  spanId: string,
  /** Empty for none. */
  parentSpanId: string,
  /** Unix microseconds. */
  start: number,
  /** Microseconds. */
  duration: number,
  /** In the order of {@link ROOT_LINE_NUMBERS}; null for one that is not there. */
  numbers: readonly (number | null)[],
  /** The other attributes, by name. */
  others: Readonly<Record<string, unknown>>,
]

/** Attributes that stand in a {@link RootLine} without their names, in this order. It only ever grows at its end. */
export const ROOT_LINE_NUMBERS: readonly string[] = [
  key.CONTAINER_INVOCATION,
  key.PROCESS_INVOCATION,
  key.CONTAINER_AGE_MS,
  key.CONTAINER_IDLE_MS,
  key.SDK_OVERHEAD_US,
  key.FLUSH_DURATION_US,
]

/** What stays the same for as long as a process lives, or nearly always. */
export const ROOT_LINE_LEAVES_OUT: readonly string[] = [
  key.CONTAINER_THREAD,
  key.INIT_TYPE,
  key.CODE_FINGERPRINT,
  key.CONFIG_FINGERPRINT,
  key.TENANT_ID,
  key.INVOKED_ARN,
  key.CLOUD_RESOURCE_ID,
]

/** What a {@link RootLine} says by being one, unless its other attributes say otherwise. */
export const ROOT_LINE_IMPLIES: Readonly<Record<string, string | number | boolean>> = {
  [key.START]: 'warm',
  [key.FAAS_COLDSTART]: false,
  [key.FLUSH_MODE]: 'log',
  [key.FLUSH_OUTCOME]: 'ok',
  [key.SDK_DROPPED_SPANS]: 0,
}

export const LOG_LINE_VERSION = 1
/** A log event on CloudWatch holds 256 KB less 26 bytes; some tools in between cut at 200 KB. */
export const LOG_LINE_MAX_BYTES = 200_000
/** How every line begins, so that a reader need not parse other lines. */
export const LOG_LINE_PREFIX = '{"thermocline":'
