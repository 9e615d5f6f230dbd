import type {
  ContainerId,
  FindingSighting,
  FunctionIdentity,
  InvocationSighting,
  SightingSource,
} from './sighting.ts'
import type { UnixUs } from './units.ts'

/** A half-open span of time: `from` is inside, `to` is not. An absent edge is open. */
export interface TimeRange {
  readonly from?: UnixUs
  readonly to?: UnixUs
}

/**
 * One invocation as all its sources together say it; identified by (container, request id, attempt).
 * Of two sources that know a field, the span's times win over the log's, and AWS's own figures (duration, init)
 * win over the SDK's.
 */
export interface InvocationRow extends Omit<InvocationSighting, 'source'> {
  readonly sources: readonly SightingSource[]
  /** 1 for the first time this container saw the request id, 2 for a retry that met the same container, ... */
  readonly attempt: number
}

/** A container as all its sources together say it. */
export interface ContainerRow {
  readonly container: ContainerId
  readonly function: FunctionIdentity
  readonly initStart?: UnixUs
}

/** A finding that somebody has looked at and decided to live with. */
export interface IgnoredFinding {
  /** The function's name, in whichever account. */
  readonly functionName: string
  readonly key: string
  /** Why, in his words. */
  readonly reason: string
}

/** A finding of one process: the newest sighting, and when it was first seen. */
export interface FindingRow extends Omit<FindingSighting, 'seenAt'> {
  readonly firstSeen: UnixUs
  readonly lastSeen: UnixUs
}
