import type { Ledger } from './ledger.ts'
import type { Reaper } from './reaper.ts'

/** A reaper whose list is written down too, for the case that it is killed with the lab. */
export function watched(reaper: Reaper, ledger: Ledger): Reaper {
  return {
    ...reaper,
    watch(pid) {
      // The reaper first: should writing fail, as on a full disk, the process is not without both.
      reaper.watch(pid)
      ledger.note(pid)
    },
  }
}
