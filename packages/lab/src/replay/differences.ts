import { isDeepStrictEqual } from 'node:util'
import type { Decision } from '../schedule/decision.ts'
import type { FunctionEntry, JournalEntry } from '../journal/entry.ts'
import { moment } from '../journal/explain-words.ts'
import { runsOf } from '../journal/read-runs.ts'
import type { Run } from '../journal/read-runs.ts'

/**
 * Where a replay decides differently, in words: the first difference of each function's run, as all after it follows
 * from it. None when every decision is the same, to the microsecond. Names of log streams are no decisions, and where
 * the record breaks off without a `stopped` nothing is missed that would have followed its last line.
 */
export function sameDecisions(
  recorded: readonly JournalEntry[],
  replayed: readonly JournalEntry[],
): string[] {
  const [before, after] = [runsOf(recorded), runsOf(replayed)]
  if (before.length !== after.length)
    return [`${before.length} runs of functions were recorded, and ${after.length} replayed`]
  return before.flatMap((run, index) => firstDifference(run, after[index]!) ?? [])
}

function firstDifference(recorded: Run, replayed: Run): string | null {
  if (recorded.function !== replayed.function)
    return `a run of ${recorded.function} was recorded, and one of ${replayed.function} replayed`
  const [before, after] = [decisionsOf(recorded), decisionsOf(replayed)]
  for (let index = 0; index < Math.max(before.length, after.length); index++) {
    if (isDeepStrictEqual(before[index], after[index])) continue
    if (before[index] === undefined && after[index]!.at >= endOfRecord(recorded)) return null
    const place = `${recorded.function}, decision ${index + 1}`
    return `${place}: recorded ${told(before[index])}; replayed ${told(after[index])}`
  }
  return null
}

/** From when on nothing is known; a run that was stopped is known for good. */
function endOfRecord({ entries }: Run): number {
  const stopped = entries.some(({ kind }) => kind === 'stopped')
  return stopped ? Infinity : entries.at(-1)!.at
}

function decisionsOf({ entries }: Run): Decision[] {
  return entries.filter(isDecision).map((entry) => {
    const { logStream: _, function: __, ...decision }: Named = entry
    return decision
  })
}

type Named = Decision & { readonly logStream?: string; readonly function?: string }

const DECISIONS: Readonly<Record<Decision['kind'], true>> = {
  made: true,
  placed: true,
  throttled: true,
  frozen: true,
  thawed: true,
  ended: true,
}

/** Whether the scheduler decided it, as against being told. */
export function isDecision<E extends FunctionEntry>(entry: E): entry is E & Decision {
  return Object.hasOwn(DECISIONS, entry.kind)
}

/** `"2026-11-23 12:00:00.123 container 3 made for scale_out, …"`. */
function told(decision: Decision | undefined): string {
  if (decision === undefined) return 'nothing more'
  return `at ${moment(decision.at)} (${decision.at}) ${deed(decision)}`
}

function deed(decision: Decision): string {
  switch (decision.kind) {
    case 'made': {
      const { container, cause, requestId, initType, revision, tenant } = decision
      const { code, config, version } = revision
      const whose = tenant === null ? '' : ` of tenant ${tenant}`
      return `container ${container}${whose} made as ${cause} (${initType}, for ${requestId ?? 'nobody'}, deploy ${code}, configuration ${config}, version ${version})`
    }
    case 'placed':
      return `${decision.requestId} placed in container ${decision.container} (${decision.start})`
    case 'throttled':
      return `${decision.requestId} throttled (${decision.reason})`
    case 'frozen':
    case 'thawed':
      return `container ${decision.container} ${decision.kind}`
    case 'ended':
      return `container ${decision.container} ended (${decision.reason})`
  }
}
