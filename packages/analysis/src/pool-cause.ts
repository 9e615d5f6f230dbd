import { ms, type CauseJudgement } from '@thermocline/wire'
import type { KeepAlive } from './keep-alive.ts'
import type { Life } from './lives.ts'
import { lasting, shortName } from './phrases.ts'
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
        'no container with this version, code and configuration together had been seen before',
      )
    : answer('first', 0.7, 'no container had been seen to serve this tenant before')
}

function judgeIdle(life: Life, state: PoolState, any: IdleContainer): CauseJudgement {
  const others = state.busy > 0 ? `; ${busyOthers(state.busy)}` : ''
  if (state.provenIdle !== null && life.fromIs === 'measured')
    return answer(
      'platform_choice',
      0.85,
      `${idledAndBack(state.provenIdle)}: it was free, yet Lambda made a new one${others}`,
    )
  const gap =
    life.fromIs === 'measured' ? 'an invocation of it may be missing' : 'when this init began is not known'
  return answer(
    'unknown',
    0.5,
    `${idledAndBack(any)}, but ${gap}: a platform choice if it was free, a scale-out if it was busy${others}`,
  )
}

/** The last one to be used could have been alive, and was never used again to tell. */
function judgeDoubtful({ busy }: PoolState, last: IdleContainer, keepAlive: KeepAlive): CauseJudgement {
  const otherwise =
    busy > 0 ? `this is a scale-out, since ${busyOthers(busy)}` : 'it was recycled or expired early'
  return answer(
    'unknown',
    0.5,
    `${idling(last)} and was never used again. One is known to have survived ${lasting(keepAlive.atLeast)}, so this one may still have been there: then this is a platform choice, else ${otherwise}`,
  )
}

/** Those that were never used again have been idle for longer than any is known to survive, and are taken for gone. */
function judgeScaleOut(life: Life, { busy }: PoolState): CauseJudgement {
  return answer(
    'scale_out',
    life.fromIs === 'measured' ? 0.95 : 0.8,
    busy === 1 ? 'the only container alive was busy' : `all ${busy} containers alive were busy`,
  )
}

function judgeExpired(last: IdleContainer, keepAlive: KeepAlive | null): CauseJudgement {
  const idle = last.idle!
  const lastUsed = `container ${shortName(last.container)}, the last one used, had been idle for ${lasting(idle)}`
  if (keepAlive === null)
    return answer(
      'idle_expiry',
      0.5,
      `${lastUsed}; how long one may idle is not known, as none was seen to be used again after a pause`,
    )
  // Just beyond the longest idle time survived it may as well be chance; far beyond it hardly can.
  const confidence = 0.6 + 0.35 * (1 - keepAlive.atLeast / idle)
  return answer(
    'idle_expiry',
    Math.round(confidence * 100) / 100,
    `${lastUsed}; the longest idle time that one was seen to survive is ${lasting(keepAlive.atLeast)}`,
  )
}

function mayBeAlive({ idle }: IdleContainer, keepAlive: KeepAlive | null): boolean {
  return keepAlive !== null && (idle ?? ms(0)) <= keepAlive.atLeast
}

function idledAndBack(idle: IdleContainer): string {
  return `${idling(idle)} and was used ${idle.idle === null ? 'only later' : 'again later'}`
}

function idling({ container, idle }: IdleContainer): string {
  const time = idle === null ? 'was ready' : `had been idle for ${lasting(idle)}`
  return `container ${shortName(container)} ${time}`
}

function busyOthers(busy: number): string {
  return busy === 1 ? '1 other container was busy' : `${busy} other containers were busy`
}

function answer(cause: CauseJudgement['cause'], confidence: number, because: string): CauseJudgement {
  return { cause, confidence, because }
}
