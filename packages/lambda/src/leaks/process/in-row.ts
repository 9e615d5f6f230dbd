import { type Moment, momentOf } from '../detector.ts'

/** Invocations in a row that show the same fault. */
export interface InRow {
  /** After each invocation. */
  add(faulty: boolean, moment: Moment): void
  reset(): void
  /** Since when, once the row is long enough to be no coincidence. */
  since(): Moment | undefined
}

export function countInRow(sure: number): InRow {
  let length = 0
  let first: Moment | undefined
  return {
    add(faulty, moment) {
      length = faulty ? length + 1 : 0
      if (length === 1) first = momentOf(moment)
    },
    reset() {
      length = 0
    },
    since: () => (length >= sure ? first : undefined),
  }
}
