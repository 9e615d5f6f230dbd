import { unixUs } from '@thermocline/wire'
import type { UnixUs } from '@thermocline/wire'
import type { JournalEntry } from '../src/journal/entry.ts'
import { readPolicy } from '../src/settings/policy.ts'
import type { PolicyDescription } from '../src/settings/policy.ts'
import { pick, seeded, whole } from '../src/random.ts'
import type { Random } from '../src/random.ts'
import { simulate } from '../src/simulated/simulate.ts'
import type { Model, SimulatedArrival, SimulatedChange, Simulation } from '../src/simulated/simulate.ts'

const BEGIN = 1_795_000_000_000_000

/** The journal of a simulated function of which everything is random: policy, arrivals, durations, failures, changes. */
export function randomJournal(seed: number): JournalEntry[] {
  const random = seeded(seed)
  const entries: JournalEntry[] = []
  const simulation = randomSimulation(random, seed)
  const until = random() < 0.3 ? BEGIN + whole(random, 0, 3_000_000) : Infinity
  simulate(simulation, (entry) => entries.push({ function: 'random', ...entry }), until)
  return entries
}

function randomSimulation(random: Random, seed: number): Simulation {
  const policy = readPolicy('random', randomPolicy(random))
  return {
    policy,
    version: '1',
    seed,
    begin: unixUs(BEGIN),
    arrivals: randomArrivals(random),
    changes: randomChanges(random),
    model: randomModel(seeded(seed + 1)),
  }
}

function randomPolicy(random: Random): PolicyDescription {
  const often = (share: number): boolean => random() < share
  const kind = pick(random, ['plain', 'plain', 'tenants', 'provisioned', 'managed'])
  return {
    keepAliveMs: whole(random, 0, 400),
    maxAgeMs: whole(random, 1000, 3000),
    concurrencyLimit: often(0.5) ? whole(random, 1, 6) : 1000,
    ...(often(0.5) ? { scaleOut: { containers: whole(random, 1, 4), withinMs: whole(random, 1, 500) } } : {}),
    pick: pick(random, ['most_recent', 'least_recent']),
    waitingCaller: pick(random, ['bound', 'first_free']),
    proactive: {
      afterDeploy: kind === 'tenants' || kind === 'managed' ? 0 : whole(random, 0, 2),
      withScaleOut: kind === 'managed' ? 0 : whole(random, 0, 2),
    },
    freshShare: often(0.3) ? random() : 0,
    tenants: kind === 'tenants',
    ...(kind === 'provisioned' ? { provisioned: whole(random, 1, 3) } : {}),
    ...(kind === 'managed'
      ? { managed: { containers: whole(random, 1, 3), concurrency: whole(random, 1, 4) } }
      : {}),
  }
}

/** Bursts at one microsecond, pauses longer than a keep-alive, and now and then a request that comes again. */
function randomArrivals(random: Random): SimulatedArrival[] {
  const arrivals: SimulatedArrival[] = []
  const most = whole(random, 5, 60)
  let at = BEGIN
  for (let count = 0; count < most; count++) {
    at += random() < 0.3 ? 0 : whole(random, 1, pick(random, [100, 20_000, 600_000]))
    const requestId = `request-${count}`
    arrivals.push({ at: unixUs(at), requestId, tenant: pick(random, ['a', 'b', undefined]) })
    // Long after it can have ended: the same request is never under way twice.
    if (random() < 0.1) arrivals.push({ at: unixUs(at + 10_000_000), requestId, tenant: 'a' })
  }
  return arrivals.toSorted(byTime)
}

function randomChanges(random: Random): SimulatedChange[] {
  const changes = Array.from({ length: whole(random, 0, 6) }, (): SimulatedChange => {
    const at = unixUs(BEGIN + whole(random, 0, 4_000_000))
    const change = pick<SimulatedChange['change']>(random, [
      { kind: 'deploy' },
      { kind: 'deploy', version: String(whole(random, 2, 9)) },
      { kind: 'config' },
      { kind: 'provision', containers: whole(random, 0, 4) },
      { kind: 'reset', container: whole(random, 1, 8) },
      { kind: 'lost', container: whole(random, 1, 8) },
    ])
    return { at, change }
  })
  const stop = { at: unixUs(BEGIN + 20_000_000), change: { kind: 'stop' } } as const
  return random() < 0.5 ? changes.toSorted(byTime) : [...changes.toSorted(byTime), stop]
}

function randomModel(random: Random): Model {
  const took = (): number =>
    random() < 0.02 ? Infinity : whole(random, 0, pick(random, [0, 50_000, 900_000]))
  return {
    init: () => ({ us: took(), end: pick(random, ['ok', 'ok', 'ok', 'ok', 'failed', 'lost']) }),
    run: () => ({
      us: took(),
      outcome: pick(random, ['ok', 'ok', 'error', 'timeout', 'crashed']),
      reset: random() < 0.2,
    }),
  }
}

function byTime(a: { readonly at: UnixUs }, b: { readonly at: UnixUs }): number {
  return a.at - b.at
}
