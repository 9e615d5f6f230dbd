import { expect, test } from 'vitest'
import type { Cause, InvocationRow } from '@thermocline/wire'
import { ms } from '@thermocline/wire'
import { cold, containerRow, row, understood } from './build.ts'

const judged = (
  rows: readonly InvocationRow[],
  containers?: Parameters<typeof understood>[1],
): [string, Cause][] =>
  understood(rows, containers).inits.map(({ invocation, cause }) => [invocation.row.container, cause.cause])

const because = (
  rows: readonly InvocationRow[],
  container: string,
  containers?: Parameters<typeof understood>[1],
): string =>
  understood(rows, containers).inits.find(({ invocation }) => invocation.row.container === container)!.cause
    .because

const own = (count: number): Partial<InvocationRow> => ({ sources: ['span'], containerInvocation: count })
const besideIdle = (next: number): InvocationRow[] => [
  row('a', 0, 1, { ...cold(0.3), ...own(1) }),
  row('b', 30.3, 1, { ...cold(0.3), ...own(1) }),
  row('a', 60, 1, own(next)),
]
const ofCode = (codeFingerprint: string): Partial<InvocationRow> => ({
  ...cold(0.3),
  version: '$LATEST',
  codeFingerprint,
})
const ofConfig = (configFingerprint: string): Partial<InvocationRow> => ({ ...cold(0.3), configFingerprint })
const ofTenant = (tenant: string): Partial<InvocationRow> => ({ ...cold(0.3), tenant })

test('the first init of a function is first', () => {
  expect(judged([row('a', 10, 1, cold(0.3)), row('a', 20, 1)])).toEqual([['a', 'first']])
})

test('a warm container seen earlier means that the first init seen is not the first', () => {
  const rows = [row('old', 0, 1), row('old', 5, 1), row('a', 900, 1, cold(0.3))]
  expect(judged(rows)).toEqual([['a', 'idle_expiry']])
})

test('an init while all containers are busy is a scale-out, and counts them', () => {
  const rows = [row('a', 0, 60, cold(0.3)), row('b', 10, 60, cold(0.3)), row('c', 20, 5, cold(0.3))]
  expect(judged(rows)).toEqual([
    ['a', 'first'],
    ['b', 'scale_out'],
    ['c', 'scale_out'],
  ])
  expect(because(rows, 'c')).toBe('all 2 containers alive were busy')
})

test('a scale-out does not speak of containers that had long expired', () => {
  const rows = [row('a', 0, 1, cold(0.3)), row('b', 900, 60, cold(0.3)), row('c', 920, 1, cold(0.3))]
  expect(judged(rows)[2]).toEqual(['c', 'scale_out'])
  expect(because(rows, 'c')).toBe('the only container alive was busy')
})

test('a container that is still initialising is busy', () => {
  expect(
    judged([row('a', 5, 1, cold(5)), row('b', 5.5, 1, cold(5)), row('a', 20, 1), row('b', 20, 1)]),
  ).toEqual([
    ['a', 'first'],
    ['b', 'scale_out'],
  ])
})

test('it is judged when the init began, not when its invocation did', () => {
  // At 12.0 the init of b began, while a was busy; at 15.0, when b's invocation began, a had been idle for a while.
  const rows = [row('a', 0, 13, cold(0.3)), row('b', 15, 1, cold(3)), row('a', 20, 1)]
  expect(judged(rows)).toEqual([
    ['a', 'first'],
    ['b', 'scale_out'],
  ])
})

test('a container that became free only while the request was being placed counts as busy', () => {
  expect(judged([row('a', 0, 9.9, cold(0.3)), row('b', 10.3, 1, cold(0.3)), row('a', 12, 1)])[1]).toEqual([
    'b',
    'scale_out',
  ])
})

test('after a longer idle time than any container survived it is an idle expiry, the surer the longer', () => {
  const rows = [
    row('a', 0, 1, cold(0.3)),
    row('a', 301, 1),
    row('b', 702.3, 1, cold(0.3)),
    row('c', 5000, 1, cold(0.3)),
  ]
  expect(judged(rows)).toEqual([
    ['a', 'first'],
    ['b', 'idle_expiry'],
    ['c', 'idle_expiry'],
  ])
  expect(because(rows, 'b')).toBe(
    'container a, the last one used, had been idle for 6.7 min; the longest idle time that one was seen to survive is 5 min',
  )
  const [, b, c] = understood(rows).inits.map(({ cause }) => cause.confidence)
  expect(b).toBe(0.69)
  expect(c).toBe(0.93)
})

test('where nothing was ever reused an expiry is likely and no more', () => {
  const rows = [row('a', 0, 1, cold(0.3)), row('b', 3600, 1, cold(0.3))]
  expect(understood(rows).inits[1]?.cause).toMatchObject({ cause: 'idle_expiry', confidence: 0.5 })
})

test('beside an idle container that was used again it is the platform’s choice', () => {
  const rows = [row('a', 0, 1, cold(0.3)), row('b', 30.3, 1, cold(0.3)), row('a', 60, 1)]
  expect(judged(rows)[1]).toEqual(['b', 'platform_choice'])
  expect(because(rows, 'b')).toBe(
    'container a had been idle for 29 s and was used again later: it was free, yet Lambda made a new one',
  )
})

test('if an invocation of the idle container may be missing, both readings stay open', () => {
  expect(judged(besideIdle(3))[1]).toEqual(['b', 'unknown'])
  expect(because(besideIdle(3), 'b')).toBe(
    'container a had been idle for 29 s and was used again later, but an invocation of it may be missing: a platform choice if it was free, a scale-out if it was busy',
  )
  expect(judged(besideIdle(2))[1]).toEqual(['b', 'platform_choice'])
})

test('if the idle container was never used again and may have been alive, both readings stay open', () => {
  const rows = [row('a', 0, 1, cold(0.3)), row('a', 301, 1), row('b', 400.3, 1, cold(0.3)), row('b', 405, 1)]
  expect(judged(rows)[1]).toEqual(['b', 'unknown'])
  expect(because(rows, 'b')).toBe(
    'container a had been idle for 98 s and was never used again. One is known to have survived 5 min, so this one may still have been there: then this is a platform choice, else it was recycled or expired early',
  )
})

test('an invocation whose end was not seen may still be running', () => {
  expect(judged([row('a', 0, null, cold(0.3)), row('b', 10.3, 1, cold(0.3))])[1]).toEqual(['b', 'scale_out'])
  expect(judged([row('a', 0, null, cold(0.3)), row('b', 950, 1, cold(0.3))])[1]).toEqual(['b', 'idle_expiry'])
})

test('a new version is a deploy, and what would have sufficed too is said', () => {
  const old = { version: '1' }
  const rows = [
    row('a', 0, 60, { ...cold(0.3), ...old }),
    row('b', 30.3, 60, { ...cold(0.3), version: '2' }),
    row('c', 40.3, 1, { ...cold(0.3), version: '2' }),
  ]
  expect(judged(rows)).toEqual([
    ['a', 'first'],
    ['b', 'deploy'],
    ['c', 'scale_out'],
  ])
  expect(because(rows, 'b')).toBe(
    'no container with version 2 had been seen before; without that it would have been a scale-out: the only container alive was busy',
  )
})

test('new code under the same version is a deploy, and its containers are a pool of their own', () => {
  const rows = [
    row('a', 0, 1, ofCode('x')),
    row('b', 30.3, 1, ofCode('y')),
    row('a', 50, 1),
    row('c', 60.3, 1, ofCode('y')),
  ]
  expect(judged(rows).slice(0, 2)).toEqual([
    ['a', 'first'],
    ['b', 'deploy'],
  ])
  expect(because(rows, 'c')).toContain('container b had been idle')
})

test('new configuration under the same code is config', () => {
  expect(judged([row('a', 0, 1, ofConfig('x')), row('b', 30.3, 1, ofConfig('y'))])[1]).toEqual([
    'b',
    'config',
  ])
})

test('a container known from logs alone is taken to run the newest code known', () => {
  const rows = [row('a', 0, 60, { ...cold(0.3), codeFingerprint: 'x' }), row('b', 30.3, 1, cold(0.3))]
  expect(judged(rows)[1]).toEqual(['b', 'scale_out'])
})

test('each tenant has containers of its own', () => {
  const rows = [
    row('a', 0, 60, ofTenant('x')),
    row('b', 10.3, 60, ofTenant('y')),
    row('c', 20.3, 1, ofTenant('y')),
  ]
  expect(judged(rows)).toEqual([
    ['a', 'first'],
    ['b', 'first'],
    ['c', 'scale_out'],
  ])
  expect(judged([...rows, row('d', 30.3, 1, cold(0.3))])[3]).toEqual(['d', 'unknown'])
})

test('a new process in the same container is a reset', () => {
  const rows = [row('a', 0, 1, cold(0.3)), row('a', 5, 3, { outcome: 'timeout' }), row('a', 20, 1)]
  expect(judged(rows)).toEqual([
    ['a', 'first'],
    ['a', 'reset'],
  ])
  expect(understood(rows).inits[1]?.cause).toEqual({
    cause: 'reset',
    confidence: 1,
    because: 'same container, new process: the invocation before it ended with a timeout',
  })
})

test('standing capacity is provisioned', () => {
  const init = { duration: ms(300), source: 'telemetry', type: 'provisioned-concurrency' } as const
  expect(judged([row('a', 0, 1, cold(0.3)), row('b', 60, 1, { init })])[1]).toEqual(['b', 'provisioned'])
})

test('a container initialised ahead is there for the taking before its first invocation', () => {
  const rows = [row('a', 0, 60, cold(0.3)), row('p', 100, 1, cold(0.5)), row('b', 50.3, 1, cold(0.3))]
  expect(judged(rows, [containerRow('p', 20)])).toEqual([
    ['a', 'first'],
    ['p', 'scale_out'],
    ['b', 'platform_choice'],
  ])
  expect(because(rows, 'b', [containerRow('p', 20)])).toBe(
    'container p was ready and was used only later: it was free, yet Lambda made a new one; 1 other container was busy',
  )
})

test('the order of the causes is the order in which the inits began', () => {
  const { inits } = understood([row('a', 30, 1, cold(20)), row('b', 15, 1, cold(2))])
  expect(
    inits.map(({ invocation, startedAt }) => [invocation.row.container, startedAt / 1e6 - 1_780_000_000]),
  ).toEqual([
    ['a', 10],
    ['b', 13],
  ])
})
