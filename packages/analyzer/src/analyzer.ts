import type { Inserted } from '@thermocline/store'
import type {
  About,
  ContainerAnswer,
  FunctionAnswer,
  FunctionKey,
  Intake,
  Report,
  TimeRange,
  TraceAnswer,
} from '@thermocline/wire'

/** The one source of answers for server, CLI and reports. */
export interface Analyzer {
  readonly lab: boolean
  /**
   * Throws `lab_data` where lab spans meet a user's folder, or the other way round, and `internal` for a time that is
   * not whole microseconds; nothing is kept then.
   */
  ingest(intake: Intake): Inserted
  about(): Omit<About, 'version' | 'endpoint'>
  report(within?: TimeRange): Report
  /** Throws `not_found`. */
  function(key: FunctionKey, within?: TimeRange): FunctionAnswer
  /**
   * The finding of the function counts as ignored from now on, for a reason of 1 to 500 characters; for null no more.
   * Throws `not_found` for a function or a finding that was not seen, and `bad_argument` for another reason.
   */
  ignore(key: FunctionKey, finding: string, reason: string | null): void
  /** Throws `not_found`. */
  container(id: string): ContainerAnswer
  /** Throws `not_found`. */
  trace(id: string): TraceAnswer
  /** Forgets everything that was kept; whose data the folder holds stays settled. */
  clear(): void
  /** Rises with every change of the store, made by this process or another one. */
  revision(): number
  close(): void
}
