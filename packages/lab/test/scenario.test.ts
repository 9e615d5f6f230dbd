import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@thermocline/testkit/folder'
import { describe, expect, test } from 'vitest'
import { openScenario } from '../src/load/scenario/open-scenario.ts'
import { readScenario } from '../src/load/scenario/read-scenario.ts'
import { MODEL, scenario, scenarioJson } from './scenario-helper.ts'
import type { Fields } from './scenario-helper.ts'
import { MISSHAPEN, SENSELESS } from './scenario-wrong.ts'

const ORDERS = { name: 'orders', model: MODEL }

test('a scenario is read with its defaults: seed 1, as fast as written, from begin to end, an empty event', () => {
  expect(scenario()).toMatchObject({
    name: 'test',
    about: 'a test',
    driver: 'simulated',
    seed: 1,
    speed: 1,
    lasts: 60_000,
    functions: [{ name: 'orders', code: null, model: { initMs: 200, durationMs: 50, crashShare: 0 } }],
    traffic: [
      {
        functionName: 'orders',
        tenants: [],
        from: 0,
        until: 60_000,
        pattern: { kind: 'steady', everyMs: 1000 },
        event: { kind: 'one_of', events: [{}] },
      },
    ],
    changes: [],
  })
})

test('a function’s policy and settings are those of a lab’s', () => {
  const [fn] = scenario({
    functions: [
      { ...ORDERS, keepAliveMs: 5000, pick: 'least_recent', proactive: { afterDeploy: 2 }, memoryMb: 512 },
    ],
  }).functions
  expect(fn!.policy).toMatchObject({
    keepAlive: 5000,
    pick: 'least_recent',
    proactive: { afterDeploy: 2, withScaleOut: 0 },
    concurrencyLimit: 1000,
  })
  expect(fn!.settings).toMatchObject({ memoryMb: 512 })
})

test('a sample brings its code, its settings and its events, which the file may override', () => {
  const [fn] = live({ functions: [{ sample: 'orders-api', name: 'shop', memoryMb: 512 }] }).functions
  expect(fn).toMatchObject({
    name: 'shop',
    code: { sample: 'orders-api', handler: 'index.handler' },
    settings: { memoryMb: 512, keepAliveMs: 20_000, env: { CURRENCY: 'EUR' } },
  })
  expect(live({ functions: [{ sample: 'orders-api', name: 'shop' }] }).traffic[0]!.event).toEqual({
    kind: 'sample',
    sample: 'orders-api',
  })
})

test('folders are found from the folder the file is in', () => {
  const functions = [
    { name: 'shop', folder: 'fixtures', handler: 'probe.handler', layers: ['fixtures/layer'] },
  ]
  const [fn] = live({ functions }).functions
  expect(fn!.code).toMatchObject({ folder: join(import.meta.dirname, 'fixtures') })
  expect(fn!.settings.layers).toEqual([join(import.meta.dirname, 'fixtures/layer')])
})

test('an event is a value as it is, one of a list, or what the trace tells of the duration', () => {
  expect(eventOf({ event: { a: 1 } })).toEqual({ kind: 'one_of', events: [{ a: 1 }] })
  expect(eventOf({ event: null })).toEqual({ kind: 'one_of', events: [null] })
  expect(eventOf({ event: [1, [2]] })).toEqual({ kind: 'one_of', events: [1, [2]] })
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'calls.jsonl'), '{"at": 1}')
  const json = scenarioJson({ traffic: [{ function: 'orders', pattern: 'trace', files: ['calls.jsonl'] }] })
  expect(readScenario(json, { name: 'test', folder }).traffic[0]!.event).toEqual({ kind: 'duration' })
})

test('changes are tried one after the other, in order of time: what a deploy publishes can be provisioned after it', () => {
  const changes = [
    { atMs: 2000, function: 'orders', provision: 2 },
    { atMs: 1000, function: 'orders', deploy: { version: '2' } },
  ]
  expect(scenario({ changes }).changes.map(({ at }) => at)).toEqual([1000, 2000])
})

test('a deploy of a live function is tried before the play', () => {
  const changes = [{ atMs: 1000, function: 'shop', deploy: { folder: 'absent' } }]
  const functions = [{ sample: 'orders-api', name: 'shop' }]
  expect(() => live({ functions, changes })).toThrow(
    `changes[0] of test: folder of shop must be a folder, got "${import.meta.dirname}/absent"`,
  )
})

function eventOf(more: Fields) {
  const traffic = [{ function: 'orders', pattern: 'steady', everyMs: 1000, ...more }]
  return scenario({ traffic }).traffic[0]!.event
}

function live(more: Fields) {
  return scenario({
    driver: 'live',
    traffic: [{ function: 'shop', pattern: 'steady', everyMs: 1000 }],
    ...more,
  })
}

describe('refused, with the place in the file, what was wanted and what was met:', () => {
  test.each([...MISSHAPEN, ...SENSELESS])('%s', (_, fields, message) => {
    expect(() => scenario(fields)).toThrow(expect.objectContaining({ code: 'bad_setting', message }))
  })
})

test('a text that is no JSON is refused', () => {
  expect(() => readScenario('{"scenario": 1,}', { name: 'mine', folder: '.' })).toThrow(
    expect.objectContaining({ code: 'bad_setting', message: expect.stringMatching(/^mine must be JSON: /) }),
  )
})

test('a bad row of a trace is named with the traffic that reads it, and so is an unknown format', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'calls.jsonl'), '{"at": 1}\n{"at": "soon"}\n')
  writeFileSync(join(folder, 'notes.txt'), 'nothing of the kind')
  const read = (files: string) => () =>
    readScenario(scenarioJson({ traffic: [{ function: 'orders', pattern: 'trace', files }] }), {
      name: 'test',
      folder,
    })
  expect(read('calls.jsonl')).toThrow(
    expect.objectContaining({
      code: 'bad_log',
      message:
        'traffic[0].files of test: line 2 of calls.jsonl must have 0 or more milliseconds as at, got "soon"',
    }),
  )
  expect(read('notes.txt')).toThrow(expect.objectContaining({ code: 'unknown_format' }))
})

test('a function that a trace does not have is refused, with the nearest it has', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'calls.jsonl'), '{"at": 1, "function": "invoices"}')
  const traffic = [{ function: 'orders', pattern: 'trace', files: 'calls.jsonl', only: 'invoice' }]
  expect(() => readScenario(scenarioJson({ traffic }), { name: 'test', folder })).toThrow(
    'traffic[0].only of test must be a function of the trace, got "invoice": did you mean "invoices"?',
  )
})

test('a scenario is opened by the name it ships under, or by its path', () => {
  expect(openScenario('steady').name).toBe('steady')
  const path = join(temporaryFolder(), 'mine.json')
  writeFileSync(path, scenarioJson())
  expect(openScenario(path)).toMatchObject({ name: 'mine', about: 'a test' })
})

test('a name that does not ship is refused with the nearest that does, a file that is not there by its path', () => {
  expect(() => openScenario('stedy')).toThrow(
    expect.objectContaining({
      code: 'not_found',
      message: 'there is no scenario "stedy": did you mean "steady"?',
    }),
  )
  expect(() => openScenario('nothing-like-it')).toThrow(/known are bursty, crash-loop, deploy, .*timeout$/)
  expect(() => openScenario('/no/such/mine.json')).toThrow(
    'a scenario must be a file that can be read, got "/no/such/mine.json"',
  )
})
