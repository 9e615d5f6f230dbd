import type { Model } from '../simulated/simulate.ts'
import type { Random } from '../random.ts'
import { readBehaviour } from '../settings/function.ts'
import type { ModelDescription, ScenarioFunction, Spread } from './scenario/scenario.ts'
import { normal, streamOf } from './streams.ts'

/** What a model needs to know of the function and its calls. */
export interface ModelSetting {
  readonly seed: number
  /** How long a trace says that this call works, in microseconds; `null` where it is for the model to say. */
  readonly tracedUs: (requestId: string) => number | null
}

/**
 * A function that behaves as described. What is drawn for a call belongs to its request id, so that under another policy
 * the same calls take the same time: only their starts differ.
 */
export function modelOf(fn: ScenarioFunction, description: ModelDescription, setting: ModelSetting): Model {
  const { seed, tracedUs } = setting
  const { timeout, initTimeout, standingInitTimeout, policy } = readBehaviour(
    { name: fn.name, ...fn.settings },
    {},
  )
  const initOf = (container: number): number =>
    drawMs(description.initMs, streamOf(seed, `init/${fn.name}/${container}`))
  const overran = new Set<number>()

  return {
    init({ container, initType }) {
      const initMs = initOf(container)
      const limit = initType === 'on-demand' ? initTimeout : standingInitTimeout
      if (initMs <= limit) return { us: toUs(initMs) }
      overran.add(container)
      return { us: toUs(limit), end: 'failed' }
    },
    run({ requestId, container, start }) {
      const random = streamOf(seed, `run/${requestId}`)
      const outcome = drawOutcome(description, random)
      const traced = tracedUs(requestId)
      const workMs = traced === null ? drawMs(description.durationMs, random) : traced / 1000
      // A new process in an old container, and an init that overran, run their init inside the invocation.
      const initInside = start === 'reinit' || overran.delete(container)
      const initMs = initInside ? initOf(container) : 0
      const ranMs = workMs + initMs
      const init = initInside && initMs < timeout ? { initUs: toUs(initMs) } : {}
      // Under Managed Instances the process goes on, and only the caller has waited long enough.
      if (outcome === 'timeout' || ranMs > timeout)
        return { us: toUs(timeout), outcome: 'timeout', reset: policy.managed === null, ...init }
      return { us: toUs(ranMs), outcome, reset: outcome === 'crashed', ...init }
    },
  }
}

type Outcome = ReturnType<Model['run']>['outcome']

function drawOutcome({ timeoutShare, crashShare, errorShare }: ModelDescription, random: Random): Outcome {
  const drawn = random()
  if (drawn < timeoutShare) return 'timeout'
  if (drawn < timeoutShare + crashShare) return 'crashed'
  return drawn < timeoutShare + crashShare + errorShare ? 'error' : 'ok'
}

/** The 95th percentile of a normal distribution, in deviations from its middle. */
const P95_DEVIATIONS = 1.6448536269514722

function drawMs(spread: Spread, random: Random): number {
  if (typeof spread === 'number') return spread
  if ('p50' in spread) {
    const deviation = Math.log(spread.p95 / spread.p50) / P95_DEVIATIONS
    return spread.p50 * Math.exp(deviation * normal(random))
  }
  return spread[Math.floor(random() * spread.length)] ?? 0
}

function toUs(ms: number): number {
  return Math.round(ms * 1000)
}
