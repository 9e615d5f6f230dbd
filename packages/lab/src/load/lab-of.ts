import { badSetting } from '@thermocline/wire'
import type { FunctionDescription } from '../settings/function.ts'
import type { LabSettings } from '../settings/lab.ts'
import { descriptionOf } from './scenario/read-function.ts'
import type { Scenario, ScenarioFunction } from './scenario/scenario.ts'

/**
 * What to start a lab with that a scenario is to be played on. Played faster than written, what Lambda does by the clock
 * is as much faster: keep-alive, maximum age, and the time in which containers are allowed anew. Throws `bad_setting` for
 * a function without code.
 */
export function labSettingsOf(
  scenario: Scenario,
  speed: number = scenario.speed,
): Pick<LabSettings, 'functions' | 'seed'> {
  const functions = scenario.functions.map((fn) => {
    const description = descriptionOf(fn)
    if (description !== null) return hastened(description, fn, speed)
    throw badSetting(`folder of ${fn.name} in ${scenario.name}`, 'given to run it live', undefined)
  })
  return { functions, seed: scenario.seed }
}

function hastened(
  description: FunctionDescription,
  { policy }: ScenarioFunction,
  speed: number,
): FunctionDescription {
  if (speed === 1) return description
  const { keepAlive, maxAge, scaleOut } = policy
  return {
    ...description,
    keepAliveMs: Math.min(MOST_KEEP_ALIVE_MS, Math.round(keepAlive / speed)),
    maxAgeMs: Math.max(LEAST_AGE_MS, Math.round(maxAge / speed)),
    scaleOut: { containers: scaleOut.containers, withinMs: Math.max(1, Math.round(scaleOut.within / speed)) },
  }
}

// What a policy allows.
const MOST_KEEP_ALIVE_MS = 86_400_000
const LEAST_AGE_MS = 1000
