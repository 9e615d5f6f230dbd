import { badSetting } from '@thermocline/wire'
import type { Lab } from '../live/lab.ts'
import { arrivalsOf } from './arrivals.ts'
import type { Arrival } from './arrivals.ts'
import { openCaller } from './caller.ts'
import { merged } from './merged.ts'
import { openEvents } from './scenario-events.ts'
import type { Scenario, ScenarioChange } from './scenario/scenario.ts'
import { openTally } from './tally.ts'
import type { Played, TallyListeners } from './tally.ts'
import { keepTimetable } from './timetable.ts'

export interface PlayOptions extends TallyListeners {
  /** Ends the play: no further invocation starts, those under way end. */
  readonly signal?: AbortSignal
  /** Default: the scenario's own. */
  readonly speed?: number
  /** Invocations under way at once; further ones are left out. Default 64: each may be a process of its own. */
  readonly mostUnderWay?: number
}

type PlayedLab = Pick<Lab, 'invoke' | 'deploy' | 'configure' | 'provision' | 'functions'>

const MOST_UNDER_WAY = 64
const MOST_LATE_MS = 1000

/**
 * Plays a scenario on a lab that was started with its settings; resolves when its time is over and so is everything it
 * called. Rejects with `bad_setting` for a lab that lacks a function, and with what a change throws.
 */
export async function playLive(
  lab: PlayedLab,
  scenario: Scenario,
  options: PlayOptions = {},
): Promise<Played> {
  const { speed = scenario.speed, signal, mostUnderWay = MOST_UNDER_WAY } = options
  refuseOtherLab(lab, scenario)
  if (!(speed > 0)) throw badSetting('speed', 'a number above 0', speed)
  const events = openEvents(scenario, speed)
  const tally = openTally(options)
  const caller = openCaller(lab, { mostUnderWay, ...tally })
  const began = performance.now()
  const due = (atUs: number): number => began + atUs / 1000 / speed

  function arrive(arrival: Arrival): void {
    // Made even for a call that is left out: the others keep theirs.
    const event = events.of(arrival, Date.now())
    tally.arrived()
    if (performance.now() - due(arrival.atUs) > MOST_LATE_MS) return tally.leftOut('late')
    if (!caller.hasRoom()) return tally.leftOut('full')
    const { functionName, tenant } = arrival
    caller.call(functionName, event, tenant === null ? {} : { tenant })
  }

  function take(step: Step): void {
    if (step.kind === 'arrival') arrive(step.arrival)
    else if (step.kind === 'change') apply(lab, step.change)
  }

  let cutShort = false
  try {
    const steps = stepsOf(scenario)
    cutShort = !(await keepTimetable({ steps, due: ({ atUs }) => due(atUs), act: take, signal }))
  } finally {
    await caller.settled()
  }
  return tally.told(cutShort)
}

function refuseOtherLab(lab: PlayedLab, { name, functions }: Scenario): void {
  const known = lab.functions()
  const missing = functions.find((fn) => !known.includes(fn.name))
  if (missing !== undefined)
    throw badSetting(`functions of the lab for ${name}`, `with ${missing.name}`, known)
}

type Step =
  | { readonly kind: 'change'; readonly atUs: number; readonly change: ScenarioChange }
  | { readonly kind: 'arrival'; readonly atUs: number; readonly arrival: Arrival }
  | { readonly kind: 'end'; readonly atUs: number }

/** Arrivals and changes in order; of those at one moment the changes come first, as on the simulated Lambda. */
function stepsOf(scenario: Scenario): Iterable<Step> {
  const changes = scenario.changes.map((change): Step => ({
    kind: 'change',
    atUs: Math.round(change.at * 1000),
    change,
  }))
  const end: Step = { kind: 'end', atUs: scenario.lasts * 1000 }
  return merged<Step>([changes, arriving(scenario), [end]], ({ atUs }) => atUs)
}

function* arriving(scenario: Scenario): Generator<Step> {
  for (const arrival of arrivalsOf(scenario)) yield { kind: 'arrival', atUs: arrival.atUs, arrival }
}

function apply(lab: PlayedLab, { functionName, change }: ScenarioChange): void {
  switch (change.kind) {
    case 'deploy':
      return lab.deploy(functionName, change.update)
    case 'configure':
      return lab.configure(functionName, change.update)
    case 'provision':
      return lab.provision(functionName, change.containers)
  }
}
