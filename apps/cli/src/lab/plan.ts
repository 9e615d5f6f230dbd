import {
  checkSamples,
  labSettingsOf,
  openScenario,
  SAMPLE_FUNCTIONS,
  simulations,
  tryInit,
} from '@thermocline/lab'
import type { FunctionDescription, LabSettings, Scenario } from '@thermocline/lab'
import { badSetting, ThermoclineError } from '@thermocline/wire'
import { parseEvent } from './event.ts'
import { typedPath } from '../typed-path.ts'
import { describeOwn, refuseBroken } from './own-function.ts'
import type { OwnFunctionOptions } from './own-function.ts'

/** What a lab is started for. */
interface Live {
  readonly settings: Pick<LabSettings, 'functions' | 'seed'>
  /** Of Lambda's own API; 0 is any that is free. */
  readonly lambdaPort: number
}

export type Plan =
  | ({ readonly kind: 'demo' } & Live)
  | ({ readonly kind: 'own'; readonly calls: OwnCalls | null } & Live)
  | ({ readonly kind: 'live'; readonly scenario: Scenario } & Live)
  | { readonly kind: 'simulated'; readonly scenario: Scenario }

/** The calls of a user's own function. */
export interface OwnCalls {
  readonly event: unknown
  readonly everyMs: number
}

export interface PlanOptions extends Partial<OwnFunctionOptions> {
  readonly lambdaPort: string
  readonly simulate?: true
  readonly exit?: true
  readonly speed?: string
  readonly event?: string
  readonly every?: string
}

/** Reads what was typed; a handler is loaded once. Throws and rejects with `bad_setting`, `not_found`, `bad_argument`. */
export async function readPlan(
  scenarioName: string | undefined,
  options: PlanOptions,
  signal: AbortSignal,
): Promise<Plan> {
  const { handler } = options
  if (scenarioName !== undefined && handler !== undefined)
    throw new ThermoclineError(
      'bad_argument',
      `a scenario or --handler, not both: got ${scenarioName} and ${handler}`,
    )
  refuseUnfit(scenarioName, options)
  const lambdaPort = readPort(options.lambdaPort)
  if (handler !== undefined) return planOwn({ ...options, handler }, lambdaPort, signal)
  if (scenarioName === undefined) {
    checkSamples()
    return { kind: 'demo', settings: { functions: SAMPLE_FUNCTIONS }, lambdaPort }
  }
  const scenario = withSpeed(
    openScenario(scenarioName.endsWith('.json') ? typedPath(scenarioName) : scenarioName),
    options.speed,
  )
  if (options.simulate === true || scenario.driver === 'simulated') {
    // For all that may be wrong with it, before anything begins.
    simulations(scenario)
    return { kind: 'simulated', scenario }
  }
  checkSamples()
  return { kind: 'live', scenario, settings: labSettingsOf(scenario), lambdaPort }
}

const OF_HANDLER = [
  'name',
  'runtime',
  'memory',
  'timeout',
  'keepAlive',
  'env',
  'layer',
  'every',
  'event',
] as const
const OF_SCENARIO = ['simulate', 'speed', 'exit'] as const

/** What would be left unheard is refused. */
function refuseUnfit(scenarioName: string | undefined, options: PlanOptions): void {
  const given = (keys: readonly (keyof PlanOptions)[]) => keys.find((key) => options[key] !== undefined)
  const ofHandler = options.handler === undefined ? given(OF_HANDLER) : undefined
  if (ofHandler !== undefined)
    throw new ThermoclineError('bad_argument', `${flag(ofHandler)} goes with --handler, and there is none`)
  const ofScenario = scenarioName === undefined ? given(OF_SCENARIO) : undefined
  if (options.event !== undefined && options.every === undefined && options.handler !== undefined)
    throw new ThermoclineError('bad_argument', '--event goes with --every, and there is none')
  if (ofScenario !== undefined)
    throw new ThermoclineError('bad_argument', `${flag(ofScenario)} goes with a scenario, and there is none`)
}

function flag(key: string): string {
  return `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

function readPort(typed: string): number {
  if (/^\d+$/.test(typed) && Number(typed) <= 65_535) return Number(typed)
  throw badSetting('--lambda-port', 'a port from 0 to 65535', typed)
}

function withSpeed(scenario: Scenario, typed: string | undefined): Scenario {
  if (typed === undefined) return scenario
  const speed = Number(typed)
  if (typed.trim() !== '' && speed > 0 && Number.isFinite(speed)) return { ...scenario, speed }
  throw badSetting('--speed', 'a number above 0', typed)
}

async function planOwn(
  options: PlanOptions & OwnFunctionOptions,
  lambdaPort: number,
  signal: AbortSignal,
): Promise<Plan> {
  const description: FunctionDescription = describeOwn(options)
  const calls = readCalls(options)
  const tried = await tryInit(description, {}, signal)
  // Ended by whoever waited for it: nothing is known of the handler.
  if (!signal.aborted) refuseBroken(description, tried)
  return { kind: 'own', settings: { functions: [description] }, calls, lambdaPort }
}

function readCalls({ every, event }: PlanOptions): OwnCalls | null {
  if (every === undefined) return null
  const seconds = Number(every)
  if (every.trim() === '' || !(seconds > 0)) throw badSetting('--every', 'a number of seconds above 0', every)
  return { event: event === undefined ? {} : parseEvent('--event', event), everyMs: seconds * 1000 }
}
