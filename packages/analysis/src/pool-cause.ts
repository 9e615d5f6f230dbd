import { ms, type CauseJudgement } from '@thermocline/wire'
import type { KeepAlive } from './keep-alive.ts'
import type { Life } from './lives.ts'
import { counted, lasting, shortName } from './phrases.ts'
import type { IdleContainer, PoolState } from './pool.ts'

/** Why a new container was made, by what the others of its kind were doing when its init began. */
export function judgePool(life: Life, state: PoolState, keepAlive: KeepAlive | null): CauseJudgement {
  if (state.anyIdle !== null) return judgeIdle(life, state, state.anyIdle)
  const { lastEnded, busy } = state
  if (lastEnded !== null && mayBeAlive(lastEnded, keepAlive))
    return judgeDoubtful(state, lastEnded, keepAlive!)
  if (busy > 0) return judgeScaleOut(life, state)
  if (lastEnded !== null) return judgeExpired(lastEnded, keepAlive)
  return life.tenant === undefined
    ? answer(
        'deploy',
        0.6,
        'no container of this version, code and configuration together had been seen before',
      )
    : answer('first', 0.7, 'no container of this tenant had been seen before')
}

function judgeIdle(life: Life, state: PoolState, any: IdleContainer): CauseJudgement {
  const others = state.busy > 0 ? `; ${counted(state.busy, 'other')} busy` : ''
  if (state.provenIdle !== null && life.fromIs === 'measured')
    return answer('platform_choice', 0.85, `${idling(state.provenIdle)} and was used again later${others}`)
  const gap =
    life.fromIs === 'measured' ? 'an invocation of it may be missing' : 'when this init began is not known'
  return answer(
    'unknown',
    0.5,
    `${idling(any)} and was used again later, but ${gap}: platform_choice if it was idle, scale_out if it was busy${others}`,
  )
}

/** The last one to be used could have been alive, and was never used again to tell. */
function judgeDoubtful({ busy }: PoolState, last: IdleContainer, keepAlive: KeepAlive): CauseJudgement {
  const otherwise = busy > 0 ? `scale_out (${counted(busy, 'other')} busy)` : 'recycled, or expired early'
  return answer(
    'unknown',
    0.5,
    `${idling(last)} and was never used again; idle times up to ${lasting(keepAlive.atLeast)} were survived: platform_choice if it was alive, else ${otherwise}`,
  )
}

function judgeScaleOut(life: Life, { busy, lastEnded }: PoolState): CauseJudgement {
  const gone =
    lastEnded === null ? '' : `; the last of those never used again ended ${lasting(lastEnded.idle!)} before`
  return answer(
    'scale_out',
    life.fromIs === 'measured' ? 0.95 : 0.8,
    busy === 1 ? `the only container alive was busy${gone}` : `all ${busy} containers alive were busy${gone}`,
  )
}

function judgeExpired(last: IdleContainer, keepAlive: KeepAlive | null): CauseJudgement {
  const idle = last.idle!
  if (keepAlive === null)
    return answer(
      'idle_expiry',
      0.5,
      `${idling(last)}, and no container of this data was seen to survive an idle time`,
    )
  // Just beyond the longest idle time survived it may as well be chance; far beyond it hardly can.
  const confidence = 0.6 + 0.35 * (1 - keepAlive.atLeast / idle)
  return answer(
    'idle_expiry',
    Math.round(confidence * 100) / 100,
    `${idling(last)}; the longest idle time survived was ${lasting(keepAlive.atLeast)}`,
  )
}

function mayBeAlive({ idle }: IdleContainer, keepAlive: KeepAlive | null): boolean {
  return keepAlive !== null && (idle ?? ms(0)) <= keepAlive.atLeast
}

function idling({ container, idle }: IdleContainer): string {
  const time = idle === null ? 'had not been used yet' : `had been idle for ${lasting(idle)}`
  return `container ${shortName(container)} ${time}`
}

function answer(cause: CauseJudgement['cause'], confidence: number, because: string): CauseJudgement {
  return { cause, confidence, because }
}
