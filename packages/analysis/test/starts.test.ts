import { expect, test } from 'vitest'
import type { ContainerRow, InvocationRow, Start } from '@thermocline/wire'
import { settleContainer } from '../src/starts.ts'
import { ms } from '@thermocline/wire'
import { cold, containerRow, row } from './build.ts'

const kinds = (rows: readonly InvocationRow[], container?: ContainerRow): Start[] =>
  settleContainer(rows, container).map(({ startKind }) => startKind)

test('a REPORT without Init Duration is warm, the first one seen too', () => {
  expect(kinds([row('a', 0, 1), row('a', 5, 1)])).toEqual(['warm', 'warm'])
})

test('what a source says of a start is believed', () => {
  const said: Start[] = ['restored', 'warm', 'reinit', 'proactive', 'provisioned']
  expect(kinds(said.map((startKind, n) => row('a', n * 5, 1, { startKind })))).toEqual(said)
})

test.each([
  ['a timeout', { outcome: 'timeout' }],
  ['an exit', { outcome: 'error', errorType: 'Runtime.ExitError' }],
  ['running out of memory', { outcome: 'error', errorType: 'Runtime.OutOfMemory' }],
] as const)('after %s the next invocation of the container runs init again', (_, ending) => {
  expect(kinds([row('a', 0, 1, cold(0.2)), row('a', 5, 3, ending), row('a', 9, 2), row('a', 15, 1)])).toEqual(
    ['cold', 'warm', 'reinit', 'warm'],
  )
})

test('an error the handler threw resets nothing', () => {
  expect(kinds([row('a', 0, 1, { outcome: 'error', errorType: 'TypeError' }), row('a', 5, 1)])).toEqual([
    'warm',
    'warm',
  ])
})

test('Managed Instances go on after a timeout', () => {
  const init = { duration: ms(300), source: 'telemetry', type: 'lambda-managed-instances' } as const
  expect(kinds([row('a', 0, 1, { init }), row('a', 2, 1, { outcome: 'timeout' }), row('a', 9, 1)])).toEqual([
    'provisioned',
    'warm',
    'warm',
  ])
})

test('another process in the same container is a reinit', () => {
  expect(kinds([row('a', 0, 1, { process: 'p' }), row('a', 5, 1, { process: 'q' })])).toEqual([
    'warm',
    'reinit',
  ])
})

test('an init that ended more than ten seconds before the START line was proactive', () => {
  expect(kinds([row('a', 60, 1, cold(0.5))], containerRow('a', 49.4))).toEqual(['proactive'])
  expect(kinds([row('a', 60, 1, cold(0.5))], containerRow('a', 49.6))).toEqual(['cold'])
})

test('the SDK has told proactive from cold by itself', () => {
  const own = { ...cold(0.5), process: 'p', sources: ['span'] as const }
  expect(kinds([row('a', 60, 1, own)], containerRow('a', 0))).toEqual(['cold'])
})

test('an init that overran ten seconds and ran again inside the invocation is cold though it left no Init Duration', () => {
  expect(kinds([row('a', 10.1, 9)], containerRow('a', 0))).toEqual(['cold'])
  expect(kinds([row('a', 600, 1)], containerRow('a', 0))).toEqual(['proactive'])
})

test('a first invocation seen that is not the container’s first is warm', () => {
  expect(kinds([row('a', 5, 1, { containerInvocation: 4 })], containerRow('a', 0))).toEqual(['warm'])
})

test('idle time runs from the last end to the next start, and is null where invocations overlap or an end is missing', () => {
  const rows = [row('a', 0, 10), row('a', 2, 1), row('a', 15, null), row('a', 20, 1), row('a', 21, 1)]
  expect(settleContainer(rows, undefined).map(({ idle }) => idle)).toEqual([null, null, 5000, null, 0])
})
