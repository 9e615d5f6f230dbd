import type { Analyzer } from '@thermocline/analyzer'
import type { Live } from './live.ts'

/** What routes reach beyond the request. */
export interface Surroundings {
  readonly analyzer: Analyzer
  readonly live: Live
  readonly maxBodyBytes: number
  /** Known once the server listens. */
  readonly endpoint: () => string
}
