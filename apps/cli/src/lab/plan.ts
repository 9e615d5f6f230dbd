import { checkSamples, labSettingsOf, openScenario, SAMPLE_FUNCTIONS, tryInit } from '@thermocline/lab'
import type { FunctionDescription, LabSettings, Scenario } from '@thermocline/lab'
import { badSetting, ThermoclineError } from '@thermocline/wire'
import { parseEvent } from './event.ts'
import { describeOwn, refuseBroken } from './own-function.ts'
import type { OwnFunctionOptions } from './own-function.ts'

/** What a lab is started for. */
export type Plan =
  | { readonly kind: 'demo'; readonly settings: Pick<LabSettings, 'functions' | 'seed'> }
  | {
      readonly kind: 'own'
      readonly settings: Pick<LabSettings, 'functions' | 'seed'>
      readonly calls: OwnCalls | null
    }
  | {
      readonly kind: 'live'
      readonly settings: Pick<LabSettings, 'functions' | 'seed'>
      readonly scenario: Scenario
    }
  | { readonly kind: 'simulated'; readonly scenario: Scenario }

/** The calls of a user's own function. */
export interface OwnCalls {
  readonly event: unknown
  readonly everyMs: number
}

export interface PlanOptions extends Partial<OwnFunctionOptions> {
  readonly simulate?: true
  readonly speed?: string
  readonly event?: string
  readonly every?: string
}

/** Reads what was typed; a handler is loaded once. Throws and rejects with `bad_setting`, `not_found`, `bad_argument`. */
export async function readPlan(scenarioName: string | undefined, options: PlanOptions): Promise<Plan> {
  const { handler } = options
  if (scenarioName !== undefined && handler !== undefined)
    throw new ThermoclineError(
      'bad_argument',
      `a scenario or --handler, not both: got ${scenarioName} and ${handler}`,
    )
  if (handler !== undefined) return planOwn({ ...options, handler })
  if (scenarioName === undefined) {
    checkSamples()
    return { kind: 'demo', settings: { functions: SAMPLE_FUNCTIONS } }
  }
  const scenario = withSpeed(openScenario(scenarioName), options.speed)
  if (options.simulate === true || scenario.driver === 'simulated') return { kind: 'simulated', scenario }
  checkSamples()
  return { kind: 'live', scenario, settings: labSettingsOf(scenario) }
}

function withSpeed(scenario: Scenario, typed: string | undefined): Scenario {
  if (typed === undefined) return scenario
  const speed = Number(typed)
  if (typed.trim() !== '' && speed > 0 && Number.isFinite(speed)) return { ...scenario, speed }
  throw badSetting('--speed', 'a number above 0', typed)
}

async function planOwn(options: PlanOptions & OwnFunctionOptions): Promise<Plan> {
  const description: FunctionDescription = describeOwn(options)
  const calls = readCalls(options)
  refuseBroken(description, await tryInit(description))
  return { kind: 'own', settings: { functions: [description] }, calls }
}

function readCalls({ every, event }: PlanOptions): OwnCalls | null {
  if (every === undefined) return null
  const seconds = Number(every)
  if (every.trim() === '' || !(seconds > 0)) throw badSetting('--every', 'a number of seconds above 0', every)
  return { event: event === undefined ? {} : parseEvent('--event', event), everyMs: seconds * 1000 }
}
