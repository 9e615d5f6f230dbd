import { unixMs, usToMs, type Lane } from '@thermocline/wire'
import { isLeftCensored } from './containers.ts'
import type { SettledInvocation } from './settled.ts'

/** One lane a container, the most recently born last. Each container's invocations are oldest first, at least one. */
export function lanes(containers: readonly (readonly SettledInvocation[])[]): Lane[] {
  return containers.map(lane).toSorted(byBirth)
}

/** An invocation whose end is not known ends where it starts. Without an outcome it is taken for ok. */
function lane(invocations: readonly SettledInvocation[]): Lane {
  return {
    container: invocations[0]!.row.container,
    version: invocations.find(({ row }) => row.version !== undefined)?.row.version ?? null,
    leftCensored: isLeftCensored(invocations),
    startMs: invocations.map(({ start }) => usToMs(start)),
    endMs: invocations.map(({ start, end }) => usToMs(end ?? start)),
    startKind: invocations.map(({ startKind }) => startKind),
    outcome: invocations.map(({ row }) => row.outcome ?? 'ok'),
    initMs: invocations.map(({ row }) => row.init?.duration ?? null),
    traceId: invocations.map(({ row }) => row.trace?.traceId ?? null),
  }
}

function byBirth(a: Lane, b: Lane): number {
  return birth(a) - birth(b) || (a.container < b.container ? -1 : 1)
}

function birth({ startMs, initMs, leftCensored }: Lane): number {
  return unixMs(startMs[0]! - (leftCensored ? 0 : (initMs[0] ?? 0)))
}
