import { ms } from '@thermocline/wire'
import { expect, test } from 'vitest'
import type { FunctionEntry } from '../src/journal/entry.ts'
import { explain } from '../src/journal/explain.ts'
import { arrived, at, ended, finished, lines, made, opened, placed, ready, stood } from './journal-lines.ts'

/** Two containers: one that times out and is run again, one made because the first was busy. */
const STORY: readonly FunctionEntry[] = [
  opened({ keepAlive: ms(60_000), concurrencyLimit: 2 }),
  arrived(0, 'a'),
  made(0, 1, { requestId: 'a' }),
  ready(200, 1),
  placed(200, 'a', 1, 'cold'),
  arrived(210, 'b'),
  made(210, 2, { requestId: 'b', cause: 'scale_out' }),
  arrived(215, 'c'),
  { kind: 'throttled', at: at(215), requestId: 'c', reason: 'concurrency' },
  finished(230, 'a', 1),
  stood('frozen', 230, 1),
  ready(400, 2, false),
  placed(400, 'b', 2, 'cold'),
  finished(650.5, 'b', 2, 'error'),
  stood('frozen', 650.5, 2),
  arrived(1230, 'a'),
  stood('thawed', 1230, 1),
  placed(1230, 'a', 1, 'warm'),
  finished(4230, 'a', 1, 'timeout'),
  ended(60_650.5, 2, 'idle'),
]

test('a container is explained from why it was made to how it ended', () => {
  expect(explain(lines(STORY), '2')).toBe(
    [
      'container 2 of orders, 2026/11/23/[$LATEST]00000000000000000000000022222222',
      '  made     2026-11-23 12:00:00.210 on demand, because none was free: 1 busy, 0 in their init for other callers (scale_out)',
      '           b waited for it; 1 other container was alive then: 1 busy, 0 idle, 0 in their init',
      '  init     failed after 190 ms; the first invocation begins with another',
      '  ran      2026-11-23 12:00:00.400 b cold, 250.5 ms, its handler failed',
      '  still    frozen 1 time, thawed 0 times, 60 s in all',
      '  ended    2026-11-23 12:01:00.650 as it had been idle for its keep-alive of 60 s (idle), after 60.4 s, 60 s after its last invocation',
    ].join('\n'),
  )
})

test('a container tells each invocation, how long it stood still, and what took its process', () => {
  expect(explain(lines(STORY), '11111111')).toBe(
    [
      'container 1 of orders, 2026/11/23/[$LATEST]00000000000000000000000011111111',
      '  made     2026-11-23 12:00:00.000 on demand, because the function had none before (first)',
      '           a waited for it; no other container was alive then',
      '  init     took 200 ms',
      '  ran      2026-11-23 12:00:00.200 a cold, 30 ms, it answered',
      '           2026-11-23 12:00:01.230 a warm, 3000 ms, it timed out and lost its process',
      '  still    frozen 1 time, thawed 1 time, 1000 ms in all',
      '  reset    2026-11-23 12:00:04.230 it timed out: a',
      '  ended    not while the journal goes on',
    ].join('\n'),
  )
})

test('a request that came again is explained each time', () => {
  expect(explain(lines(STORY), 'a')).toBe(
    [
      'request a of orders, which came 2 times',
      '  arrived    2026-11-23 12:00:00.000; no container was alive then',
      '  placed     2026-11-23 12:00:00.200 in container 1, made for it because the function had none before (first)',
      '  began      cold, after waiting 200 ms',
      '  ended      2026-11-23 12:00:00.230, after 30 ms: it answered',
      '  arrived    2026-11-23 12:00:01.230; 2 containers were alive then: 0 busy, 2 idle, 0 in their init',
      '  placed     2026-11-23 12:00:01.230 in container 1, which was idle, of those the one used most recently',
      '  began      warm, at once',
      '  ended      2026-11-23 12:00:04.230, after 3000 ms: it timed out and lost its process',
    ].join('\n'),
  )
})

test('a request that was throttled is told how full the function was', () => {
  expect(explain(lines(STORY), 'c')).toBe(
    [
      'request c of orders',
      '  arrived    2026-11-23 12:00:00.215; 2 containers were alive then: 1 busy, 0 idle, 1 in their init',
      '  placed     nowhere, throttled: 2 ran or waited, which is its concurrencyLimit of 2 (concurrency)',
    ].join('\n'),
  )
})

test('without a question everything is told in numbers, function by function', () => {
  const other = [opened(), made(0, 1, { cause: 'provisioned', initType: 'provisioned-concurrency' })]
  expect(explain([...lines(STORY), ...lines(other, 'mail')])).toBe(
    [
      'orders, 2026-11-23 12:00:00.000 to 2026-11-23 12:01:00.650 (60.7 s)',
      '  calls        4: 3 placed, 1 throttled: concurrency 1',
      '  invocations  3: cold 2, warm 1',
      '               ended: ok 1, timeout 1, error 1',
      '  containers   2 containers made: first 1, scale_out 1',
      '               ended: not 1, idle 1',
      '               1 reset, 2 freezes',
      '  each         ask for one by its number, its log stream or the last 8 characters of that',
      '               1 11111111  2026-11-23 12:00:00.000  first, 2 invocations, still there',
      '               2 22222222  2026-11-23 12:00:00.210  scale_out, 1 invocation, ended idle',
      '',
      'mail, 2026-11-23 12:00:00.000 to 2026-11-23 12:00:00.000 (0 ms)',
      '  calls        0: 0 placed, 0 throttled',
      '  invocations  0',
      '               ended',
      '  containers   1 container made: provisioned 1',
      '               ended: not 1',
      '               0 resets, 0 freezes',
      '  each         ask for one by its number, its log stream or the last 8 characters of that',
      '               1 11111111  2026-11-23 12:00:00.000  provisioned, 0 invocations, still there',
    ].join('\n'),
  )
})

test.each<[string, FunctionEntry, string]>([
  [
    'deploy',
    made(90, 2, { cause: 'deploy', revision: { code: 2, config: 1, version: '7' } }),
    'code was deployed and none had run it (deploy 2, version 7)',
  ],
  [
    'config',
    made(90, 2, { cause: 'config', revision: { code: 1, config: 3, version: '7' } }),
    'the configuration was changed and none had run with it (configuration 3)',
  ],
  [
    'idle_expiry',
    made(90, 2, { cause: 'idle_expiry' }),
    'none was left: the last, container 1, had been idle for its keep-alive of 5 min',
  ],
  [
    'recycled',
    made(90, 2, { cause: 'recycled' }),
    'none was left: the last, container 1, had reached the greatest age of 120 min',
  ],
  [
    'unknown',
    made(90, 2, { cause: 'unknown' }),
    'none was left: the last, container 1, ended as it could not be started or was beyond repair',
  ],
  [
    'provisioned',
    made(90, 2, { cause: 'provisioned', initType: 'provisioned-concurrency' }),
    'its concurrency is provisioned',
  ],
  [
    'platform_choice',
    made(90, 2, { cause: 'platform_choice' }),
    'the platform chose to, although 0 idle and 0 in their init could have served',
  ],
  ['first of a tenant', made(90, 2, { tenant: 'blue' }), 'tenant blue had none before'],
])('the cause %s is told in words', (_cause, second, words) => {
  const before = [opened(), made(0, 1), stood('lost', 50, 1), ended(50, 1, 'failed')]
  expect(explain(lines([...before, second]), '2')).toContain(`, because ${words} (`)
})

test('where callers take what becomes free first, both containers tell of it', () => {
  const story = lines([
    opened({ waitingCaller: 'first_free' }),
    arrived(0, 'a'),
    made(0, 1, { requestId: 'a' }),
    ready(10, 1),
    placed(10, 'a', 1, 'cold'),
    arrived(20, 'b'),
    made(20, 2, { requestId: 'b', cause: 'scale_out' }),
    finished(30, 'a', 1),
    placed(30, 'b', 1, 'warm'),
  ])
  expect(explain(story, '2')).toContain('b waited for it, until container 1 became free; ')
  expect(explain(story, 'b')).toContain(
    'in container 1, which became free before container 2 was ready, that had been made for it\n',
  )
})

test('a container whose process died while it stood still stood still until then', () => {
  const story = [
    opened(),
    made(0, 1),
    ready(10, 1),
    stood('frozen', 10, 1),
    stood('reset', 510, 1),
    ended(900, 1, 'stopped'),
  ]
  const text = explain(lines(story), '1')
  expect(text).toContain('  still    frozen 1 time, thawed 0 times, 500 ms in all\n')
  expect(text).toContain('  reset    2026-11-23 12:00:00.510 its process died while it stood still\n')
  expect(text).toContain(' as the lab was stopped (stopped), after 900 ms, having run nothing')
})

test('a container that could not be started is told so by whoever waited for it', () => {
  const story = lines([
    opened(),
    arrived(0, 'a'),
    made(0, 1, { requestId: 'a' }),
    stood('lost', 5, 1),
    ended(5, 1, 'failed'),
  ])
  expect(explain(story, '1')).toContain('  init     could not be begun: lost after 5 ms\n')
  expect(explain(story, 'a')).toContain(
    'nowhere: it waited for container 1, which could not be started: it failed',
  )
})

test('two labs that went on in one journal are told apart', () => {
  const again = [opened(), made(0, 1)]
  expect(explain(lines([...STORY, ...again]), '1').match(/^container 1 of orders/gm)).toHaveLength(2)
})

test('a question that nothing answers is refused with what can be asked', () => {
  expect(() => explain(lines(STORY), '1111111')).toThrow(
    'the journal has nothing of "1111111": ask for the number of a container, its log stream or the last 8 characters of it, or a request id',
  )
  expect(explain([])).toBe('the journal is empty')
})
