import type { CauseJudgement, ContainerId, ContainerRow } from '@thermocline/wire'
import type { KeepAlive } from './keep-alive.ts'
import { initMoment, livesOf, type Life } from './lives.ts'
import { noveltyOf, type Novelty } from './novelty.ts'
import { openPool, type Pool } from './pool.ts'
import { judgePool } from './pool-cause.ts'
import { hadInit, type SettledInvocation } from './settled.ts'
import { wasReset } from './starts.ts'

/** An init, when it began, and why it happened. */
export interface JudgedInit {
  readonly invocation: SettledInvocation
  readonly startedAt: SettledInvocation['start']
  readonly cause: CauseJudgement
}

/**
 * Why each init of one function happened, oldest first. Judged at the moment the init began, in the order: reset,
 * provisioned, first, deploy, config, and then by the containers of the same version, configuration and tenant.
 */
export function judgeInits(
  containers: readonly (readonly SettledInvocation[])[],
  rows: ReadonlyMap<ContainerId, ContainerRow>,
  keepAlive: KeepAlive | null,
): JudgedInit[] {
  const lives = livesOf(containers, rows)
  const novelties = noveltyOf(lives)
  const poolOf = poolsBy(lives, (life) => novelties.get(life)!.group)
  const wholePoolOf = poolsBy(lives, () => '')
  const judged: JudgedInit[] = []
  for (const [order, life] of lives.entries()) {
    for (const [index, invocation] of life.invocations.entries()) {
      if (!hadInit(invocation)) continue
      const cause =
        judgeRepeated(invocation, life.invocations[index - 1]) ??
        judgeFirstInit(life, order, novelties.get(life)!, { poolOf, wholePoolOf, keepAlive })
      judged.push({ invocation, startedAt: initMoment(invocation, rows.get(life.container)).at, cause })
    }
  }
  return judged.toSorted((a, b) => a.startedAt - b.startedAt || a.invocation.start - b.invocation.start)
}

interface Surroundings {
  readonly poolOf: (life: Life) => Pool
  readonly wholePoolOf: (life: Life) => Pool
  readonly keepAlive: KeepAlive | null
}

/** Causes that need no look at other containers. Undefined for the first init of an on-demand container. */
function judgeRepeated(
  { startKind, row }: SettledInvocation,
  before: SettledInvocation | undefined,
): CauseJudgement | undefined {
  if (startKind === 'provisioned')
    return judgement(
      'provisioned',
      1,
      `made ahead of any request, as capacity that is kept ready (${row.init?.type ?? 'provisioned'})`,
    )
  if (startKind !== 'reinit')
    return (
      before &&
      judgement(
        'unknown',
        0.2,
        'an init in a container that had been used already; what led to it was not seen',
      )
    )
  if (before === undefined)
    return judgement(
      'reset',
      0.9,
      'a new process in a container that had been used before; what ended the old one was not seen',
    )
  const why = wasReset(before.row)
    ? `the invocation before it ended with ${before.row.errorType ?? 'a timeout'}`
    : 'the process before it is gone, though its last invocation did not fail'
  return judgement('reset', wasReset(before.row) ? 1 : 0.9, `same container, new process: ${why}`)
}

function judgeFirstInit(
  life: Life,
  order: number,
  novelty: Novelty,
  { poolOf, wholePoolOf, keepAlive }: Surroundings,
): CauseJudgement {
  // Both pools are asked in the order of lives, whatever comes of it.
  const state = poolOf(life).when(life)
  if (order === 0)
    return judgement('first', 0.8, 'nothing of this function was seen before it; earlier data may be missing')
  if (novelty.kind !== 'none') {
    const otherwise = judgePool(life, wholePoolOf(life).when(life), keepAlive)
    return judgement(novelty.kind, 0.95, `${novelty.because}${alsoSufficient(otherwise)}`)
  }
  if (novelty.tenantIsUnclear)
    return judgement(
      'unknown',
      0.3,
      'containers of this function serve one tenant each, and which tenant this one served is not known',
    )
  return judgePool(life, state, keepAlive)
}

function alsoSufficient({ cause, because }: CauseJudgement): string {
  const other = { scale_out: 'a scale-out', idle_expiry: 'an idle expiry' }
  return cause === 'scale_out' || cause === 'idle_expiry'
    ? `; without that it would have been ${other[cause]}: ${because}`
    : ''
}

/** One pool a group, opened over all lives of the group. */
function poolsBy(lives: readonly Life[], groupOf: (life: Life) => string): (life: Life) => Pool {
  const groups = Map.groupBy(lives, groupOf)
  const pools = new Map<string, Pool>()
  return (life) => {
    const group = groupOf(life)
    const pool = pools.get(group) ?? openPool(groups.get(group)!)
    pools.set(group, pool)
    return pool
  }
}

function judgement(cause: CauseJudgement['cause'], confidence: number, because: string): CauseJudgement {
  return { cause, confidence, because }
}
