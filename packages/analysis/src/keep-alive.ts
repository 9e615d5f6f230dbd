import type { ContainerId, Ms } from '@thermocline/wire'
import type { SettledInvocation } from './settled.ts'

/** The longest idle time a container was seen to survive: Lambda's keep-alive was at least this. */
export interface KeepAlive {
  readonly atLeast: Ms
  readonly container: ContainerId
}

/**
 * Inferred from invocations alone, since AWS documents no figure and changes it. Null where no idle time was survived.
 * Provisioned containers are left out: they are kept however long they idle.
 */
export function inferKeepAlive(containers: Iterable<readonly SettledInvocation[]>): KeepAlive | null {
  let longest: KeepAlive | null = null
  for (const invocations of containers) {
    if (invocations[0]?.startKind === 'provisioned') continue
    for (const { idle, row } of invocations)
      if (idle !== null && idle > (longest?.atLeast ?? 0))
        longest = { atLeast: idle, container: row.container }
  }
  return longest
}
