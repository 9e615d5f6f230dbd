import type {
  ContainerId,
  ContainerRow,
  FindingRow,
  IgnoredFinding,
  Intake,
  InvocationRow,
  SpanRow,
  TimeRange,
  TraceId,
} from '@thermocline/wire'

/** What of an intake was new, and what the store already knew: rows, not sightings. */
export interface Inserted {
  readonly spans: { readonly stored: number; readonly known: number }
  readonly invocations: { readonly stored: number; readonly known: number }
  readonly findings: { readonly stored: number; readonly known: number }
}

/** Which invocations; absent fields do not narrow. `within` holds an invocation when its start is inside. */
export interface InvocationQuestion {
  readonly functionName?: string
  readonly container?: ContainerId
  readonly within?: TimeRange
}

/** Whose data a folder holds; settled when the folder is made. */
export type StoreOwner = 'user' | 'lab'

/**
 * Where rows are kept. It speaks of rows and time only: nothing of an engine comes through.
 * Every engine passes the same suite (test/suite.ts).
 */
export interface Store {
  readonly owner: StoreOwner
  /**
   * Keeps the whole intake, or nothing when it throws. Returned means committed: it survives a kill of this process.
   * The same sighting again changes nothing, and the order of arrival changes no row.
   * Throws `internal` where a time is no whole number of microseconds, and `store_unusable` where the store is gone.
   */
  insert(intake: Intake): Inserted
  /** Oldest first. */
  invocations(question: InvocationQuestion): readonly InvocationRow[]
  /** By container id. */
  containers(): readonly ContainerRow[]
  /** By key, then first seen. */
  findings(question: {
    readonly functionName?: string
    readonly container?: ContainerId
  }): readonly FindingRow[]
  /** From now on the finding counts as ignored, for this reason; for null, as any other. */
  ignore(finding: Omit<IgnoredFinding, 'reason'>, reason: string | null): void
  /** By function, then key. */
  ignored(): readonly IgnoredFinding[]
  /** Oldest first, each with its process's whole resource; empty when the trace is not known. */
  trace(traceId: TraceId): readonly SpanRow[]
  counts(): { readonly invocations: number; readonly spans: number }
  /** Forgets every row, for all processes that have it open; its owner stays. */
  clear(): void
  /** Rises with every change, made by this process or another one. */
  revision(): number
  close(): void
}
