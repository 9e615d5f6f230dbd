import { between, unixUs, type ContainersReport, type Ms } from '@thermocline/wire'
import { spread } from './percentiles.ts'
import type { SettledInvocation } from './settled.ts'

/** How containers were reused. Each container's invocations are those in the window, oldest first, at least one. */
export function containersReport(containers: readonly (readonly SettledInvocation[])[]): ContainersReport {
  const all = containers.flat()
  const reused = all.filter((invocation) => !invocation.isFirstSeen).length
  return {
    seen: containers.length,
    leftCensored: containers.filter(isLeftCensored).length,
    singleUse: containers.filter((invocations) => invocations.length === 1).length,
    reuseRatio: all.length === 0 ? null : 1 - containers.length / all.length,
    reusedShare: all.length === 0 ? null : reused / all.length,
    invocationsPerContainer: spread(containers.map((invocations) => invocations.length)),
    lifetimeMs: spread(containers.map(lifetime)),
    idleMs: spread(all.flatMap(({ idle }) => (idle === null ? [] : [idle]))),
  }
}

/** true where the container began before what was seen: its first invocation seen did not begin with its first init. */
export function isLeftCensored(invocations: readonly SettledInvocation[]): boolean {
  const kind = invocations[0]?.startKind
  return kind === 'warm' || kind === 'reinit'
}

function lifetime(invocations: readonly SettledInvocation[]): Ms {
  const first = invocations[0]!.start
  const last = invocations.reduce<number>((latest, { start, end }) => Math.max(latest, end ?? start), first)
  return between(first, unixUs(last))
}
