/** Decides which flushes are worth trying while a receiver is down. */
export interface Backoff {
  /** True when this flush is to be left out. */
  skips(): boolean
  /** A flush that was tried is over; true where that makes it one failure too many. */
  tried(worked: boolean): boolean
}

// A receiver that is down must not cost each invocation the flush timeout: after this many failures in a row
// flushes are skipped, twice as many after each further failure, and the spans wait.
const FAILURES_BEFORE_SKIPPING = 3
const MOST_SKIPPED = 64

export function createBackoff(): Backoff {
  let failures = 0
  let toSkip = 0
  return {
    skips() {
      if (toSkip === 0) return false
      toSkip -= 1
      return true
    },
    tried(worked) {
      failures = worked ? 0 : failures + 1
      if (failures < FAILURES_BEFORE_SKIPPING) return false
      toSkip = Math.min(MOST_SKIPPED, 2 ** (failures - FAILURES_BEFORE_SKIPPING + 1))
      return true
    },
  }
}
