import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@thermocline/testkit/folder'
import { expect, onTestFinished, test } from 'vitest'
import type { JournalEntry } from '../src/journal/entry.ts'
import { labSettingsOf } from '../src/load/lab-of.ts'
import { playLive } from '../src/load/play-live.ts'
import type { PlayOptions } from '../src/load/play-live.ts'
import { readScenario } from '../src/load/scenario/read-scenario.ts'
import type { Scenario } from '../src/load/scenario/scenario.ts'
import { simulations } from '../src/load/simulations.ts'
import type { Played } from '../src/load/tally.ts'
import { startLab } from '../src/index.ts'
import type { InvocationResult, Lab } from '../src/index.ts'
import { simulate } from '../src/simulated/simulate.ts'
import { FIXTURES } from './helper.ts'
import { MODEL, scenario, scenarioJson } from './scenario-helper.ts'
import type { Fields } from './scenario-helper.ts'

// Real processes: a function that does what its event says.

const PROBE = { name: 'probe', folder: FIXTURES, handler: 'probe.handler', model: MODEL }

function live(more: Fields = {}): Scenario {
  return scenario({ driver: 'live', lastsMs: 500, functions: [PROBE], ...more })
}

function calls(more: Fields): Fields {
  return { traffic: [{ function: 'probe', ...more }] }
}

interface Play {
  readonly played: Played
  readonly results: readonly InvocationResult[]
  readonly journal: readonly JournalEntry[]
}

async function labFor(of: Scenario, journal: JournalEntry[] = []): Promise<Lab> {
  const lab = await startLab(labSettingsOf(of), { onJournal: (entry) => journal.push(entry) })
  onTestFinished(() => lab.stop())
  return lab
}

async function play(of: Scenario, options: PlayOptions = {}): Promise<Play> {
  const [journal, results]: [JournalEntry[], InvocationResult[]] = [[], []]
  const lab = await labFor(of, journal)
  const onResult = (result: InvocationResult): void => {
    results.push(result)
    options.onResult?.(result)
  }
  const played = await playLive(lab, of, { ...options, onResult })
  return { played, results, journal }
}

test('every call of a scenario is made, with its event, and counted by how it ended', async () => {
  const deeds = [
    { do: 'log', text: 'fine' },
    { do: 'throw', message: 'no' },
  ]
  const of = live({ ...calls({ pattern: 'steady', everyMs: 50, event: deeds }), seed: 5 })
  const { played, results } = await play(of)
  const thrown = results.filter(({ error }) => error?.errorType === 'RangeError').length
  expect(thrown).toBeGreaterThan(1)
  expect(thrown).toBeLessThan(9)
  expect(played).toEqual({
    arrivals: 10,
    outcomes: { ok: 10 - thrown, error: thrown, timeout: 0, crashed: 0 },
    throttled: 0,
    failed: 0,
    leftOut: { late: 0, full: 0 },
    cutShort: false,
  })
})

test('live and simulated, a scenario has the same calls', async () => {
  const tenants = ['birch', 'cedar']
  const of = live({
    functions: [{ ...PROBE, tenants: true }],
    ...calls({ pattern: 'poisson', everyMs: 60, tenants }),
  })
  const { journal } = await play(of)
  const simulated: JournalEntry[] = []
  for (const { name, simulation } of simulations(of))
    simulate(simulation, (entry) => simulated.push({ function: name, ...entry }))
  expect(arrived(journal).length).toBeGreaterThan(4)
  expect(arrived(journal)).toEqual(arrived(simulated))
})

test('calls of a tenant reach the handler as theirs, in containers of their own', async () => {
  const of = live({
    functions: [{ ...PROBE, tenants: true }],
    ...calls({ pattern: 'at', atMs: [0, 150, 300, 450], tenants: ['birch', 'cedar'] }),
  })
  const { results } = await play(of)
  const pairs = new Set(results.map((result) => `${tenantOf(result)} ${result.container}`))
  expect(new Set(results.map(tenantOf))).toEqual(new Set(['birch', 'cedar']))
  expect(pairs.size).toBe(new Set(results.map(({ container }) => container)).size)
})

test('a change comes before the calls of its moment', async () => {
  const changes = [
    { atMs: 200, function: 'probe', deploy: { version: '2' } },
    { atMs: 400, function: 'probe', configure: { env: { COLOUR: 'green' } } },
  ]
  const of = live({
    functions: [{ ...PROBE, version: '1' }],
    changes,
    ...calls({ pattern: 'at', atMs: [0, 200, 400], event: { do: 'environment' } }),
  })
  const { results, journal } = await play(of)
  const told = results
    .toSorted((a, b) => a.startedAt - b.startedAt)
    .map(({ version, payload }) => [version, (payload as { said: NodeJS.ProcessEnv }).said['COLOUR']])
  expect(told).toEqual([
    ['1', undefined],
    ['2', undefined],
    ['2', 'green'],
  ])
  const causes = journal.flatMap((entry) => (entry.kind === 'made' ? [entry.cause] : []))
  expect(causes).toEqual(['first', 'deploy', 'config'])
})

test('containers are provisioned in mid play', async () => {
  const of = live({
    functions: [{ ...PROBE, version: '1' }],
    changes: [{ atMs: 100, function: 'probe', provision: 2 }],
    ...calls({ pattern: 'at', atMs: [0] }),
  })
  const { journal } = await play(of)
  const causes = journal.flatMap((entry) => (entry.kind === 'made' ? [entry.cause] : []))
  expect(causes).toEqual(['first', 'provisioned', 'provisioned'])
})

test('throttled calls are counted, and are no failures', async () => {
  const failures: unknown[] = []
  const of = live({
    functions: [{ ...PROBE, concurrencyLimit: 2 }],
    ...calls({ pattern: 'at', atMs: [0, 0, 0, 0, 0], event: { do: 'sleep', ms: 50 } }),
  })
  const { played } = await play(of, { onFailure: (error) => failures.push(error) })
  expect(played).toMatchObject({ arrivals: 5, throttled: 3, failed: 0, outcomes: { ok: 2 } })
  expect(failures).toEqual([])
})

test('calls beyond what this machine is to run at once are left out and counted', async () => {
  const of = live(calls({ pattern: 'at', atMs: [0, 0, 0, 0], event: { do: 'sleep', ms: 30 } }))
  const { played } = await play(of, { mostUnderWay: 2 })
  expect(played).toMatchObject({ arrivals: 4, outcomes: { ok: 2 }, leftOut: { late: 0, full: 2 } })
})

test('calls that come a second too late are left out and counted, the others keep their moments', async () => {
  const of = live({ ...calls({ pattern: 'steady', everyMs: 100, fromMs: 100 }), lastsMs: 2400 })
  let blocked = false
  const { played } = await play(of, {
    onResult() {
      if (blocked) return
      blocked = true
      const end = performance.now() + 1700
      while (performance.now() < end) Math.sqrt(2)
    },
  })
  expect(played.arrivals).toBe(23)
  expect(played.leftOut.late).toBeGreaterThan(2)
  expect(played.outcomes.ok).toBe(23 - played.leftOut.late - played.leftOut.full)
  expect(played.outcomes.ok).toBeGreaterThan(0)
})

test('a signal ends the play: nothing further is called, and what is under way is waited for', async () => {
  const controller = new AbortController()
  const of = live({
    ...calls({ pattern: 'at', atMs: [0, 50, 50_000], event: { do: 'sleep', ms: 200 } }),
    lastsMs: 60_000,
  })
  const { played, results } = await play(of, {
    signal: controller.signal,
    onResult: () => controller.abort(),
  })
  expect(played).toMatchObject({ arrivals: 2, cutShort: true, outcomes: { ok: 2 } })
  expect(results).toHaveLength(2)
})

test('a signal given before the begin lets nothing begin', async () => {
  const { played } = await play(live(calls({ pattern: 'at', atMs: [0] })), { signal: AbortSignal.abort() })
  expect(played).toMatchObject({ arrivals: 0, cutShort: true })
})

test('what the lab cannot run is a failure, and told', async () => {
  const of = live(calls({ pattern: 'at', atMs: [0, 10] }))
  const lab = await labFor(of)
  await lab.stop()
  const failures: unknown[] = []
  const played = await playLive(lab, of, { onFailure: (error) => failures.push(error) })
  expect(played).toMatchObject({ arrivals: 2, failed: 2, throttled: 0 })
  expect(failures).toMatchObject([{ code: 'lab_failed' }, { code: 'lab_failed' }])
})

test('a lab without one of the functions is refused before anything is called', async () => {
  const lab = await labFor(live(calls({ pattern: 'at', atMs: [0] })))
  const other = live({
    functions: [{ ...PROBE, name: 'other' }],
    traffic: [{ function: 'other', pattern: 'at', atMs: [0] }],
  })
  await expect(playLive(lab, other)).rejects.toMatchObject({
    code: 'bad_setting',
    message: 'functions of the lab for test must be with other, got ["probe"]',
  })
})

test('a change the lab refuses ends the play, once what is under way is over', async () => {
  const lab = await labFor(live(calls({ pattern: 'at', atMs: [0] })))
  const results: InvocationResult[] = []
  const of = live({
    functions: [{ ...PROBE, version: '1' }],
    changes: [{ atMs: 100, function: 'probe', provision: 1 }],
    ...calls({ pattern: 'at', atMs: [0, 400], event: { do: 'sleep', ms: 300 } }),
  })
  // The lab's function is $LATEST.
  await expect(playLive(lab, of, { onResult: (result) => results.push(result) })).rejects.toMatchObject({
    code: 'bad_setting',
  })
  expect(results).toHaveLength(1)
})

test('a function without code is refused when a lab is to run it', () => {
  expect(() => labSettingsOf(scenario())).toThrow('folder of orders in test must be given to run it live')
})

test('a trace is replayed faster, and so is what Lambda does by the clock', async () => {
  const folder = temporaryFolder()
  const lines = [{ at: 0, durationMs: 2000 }, { at: 20_000, durationMs: 1000 }, { at: 99_000 }]
  writeFileSync(join(folder, 'calls.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'))
  const json = scenarioJson({
    driver: 'live',
    lastsMs: 100_000,
    speed: 200,
    functions: [{ ...PROBE, keepAliveMs: 50_000, maxAgeMs: 50_000 }],
    ...calls({ pattern: 'trace', files: 'calls.jsonl' }),
  })
  const of = readScenario(json, { name: 'test', folder })
  expect(labSettingsOf(of).functions).toMatchObject([
    { keepAliveMs: 250, maxAgeMs: 1000, scaleOut: { withinMs: 50 } },
  ])
  const { results } = await play(of)
  const told = results.map(({ payload }) => (payload as { event: { durationMs?: number } }).event.durationMs)
  expect(new Set(told)).toEqual(new Set([10, 5, undefined]))
})

/** Who called what, in order. */
function arrived(entries: readonly JournalEntry[]): string[] {
  return entries.flatMap((entry) => (entry.kind === 'arrived' ? [`${entry.function} ${entry.tenant}`] : []))
}

function tenantOf({ payload }: InvocationResult): string {
  return (payload as { context: { tenantId: string } }).context.tenantId
}
