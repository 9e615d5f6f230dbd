import { expect, test } from 'vitest'
import { behaviour, lines, made, opened, ran, ready, tell } from './simulated-helper.ts'

// What a simulated container writes, line by line; that the live one writes the same is tested in test/chain.

const RUNTIME = `Runtime Version: nodejs:24.v21\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:${'0'.repeat(64)}`
const MEMORY = 'Memory Size: 128 MB\tMax Memory Used: 56 MB'

const fn = behaviour()
const runtime = { ...fn.runtime, nodeVersion: '24.21.0' }
const orders = { ...fn, runtime }

test('an init, the invocation that waited for it, and a warm one', () => {
  const journal = [opened(), made(0), ready(150.5), ...ran('a', [150.5, 200]), ...ran('b', [1000, 1020.25])]
  expect(lines(tell(orders, journal))).toEqual([
    `0 INIT_START ${RUNTIME}`,
    '150 START RequestId: a Version: $LATEST',
    '200 END RequestId: a',
    `200 REPORT RequestId: a\tDuration: 49.50 ms\tBilled Duration: 200 ms\t${MEMORY}\tInit Duration: 150.50 ms\t`,
    '1000 START RequestId: b Version: $LATEST',
    '1020 END RequestId: b',
    `1020 REPORT RequestId: b\tDuration: 20.25 ms\tBilled Duration: 21 ms\t${MEMORY}\t`,
  ])
})

test('after a timeout the init is inside the next invocation, and of it there is no line', () => {
  const journal = [
    opened(),
    made(0),
    ready(100),
    ...ran('a', [100, 3100], 'timeout'),
    ...ran('b', [9000, 9250]),
  ]
  expect(lines(tell(orders, journal)).slice(3)).toEqual([
    `3100 REPORT RequestId: a\tDuration: 3000.00 ms\tBilled Duration: 3100 ms\t${MEMORY}\tInit Duration: 100.00 ms\tStatus: timeout\t`,
    '9100 START RequestId: b Version: $LATEST',
    '9250 END RequestId: b',
    `9250 REPORT RequestId: b\tDuration: 250.00 ms\tBilled Duration: 250 ms\t${MEMORY}\t`,
  ])
})

test('a crash has its status, an error of the handler only the line that the runtime writes', () => {
  const journal = [
    opened(),
    made(0),
    ready(100),
    ...ran('a', [100, 110], 'error'),
    ...ran('b', [200, 210], 'crashed'),
  ]
  expect(lines(tell(orders, journal)).slice(2)).toEqual([
    `110 2026-11-02T10:00:00.110Z\ta\tERROR\tInvoke Error \t{"errorType":"Error","errorMessage":"the handler was simulated to throw","stack":["Error: the handler was simulated to throw"]}`,
    '110 END RequestId: a',
    `110 REPORT RequestId: a\tDuration: 10.00 ms\tBilled Duration: 110 ms\t${MEMORY}\tInit Duration: 100.00 ms\t`,
    '200 START RequestId: b Version: $LATEST',
    '210 END RequestId: b',
    `210 REPORT RequestId: b\tDuration: 10.00 ms\tBilled Duration: 10 ms\t${MEMORY}\tStatus: error\tError Type: Runtime.ExitError\t`,
  ])
})

test('an init that overran its limit runs again inside the invocation', () => {
  const journal = [opened(), made(0), ready(10_000, false), ...ran('a', [10_000, 20_500])]
  expect(lines(tell(orders, journal))).toEqual([
    `0 INIT_START ${RUNTIME}`,
    '10000 INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout',
    '20000 START RequestId: a Version: $LATEST',
    '20500 END RequestId: a',
    `20500 REPORT RequestId: a\tDuration: 10500.00 ms\tBilled Duration: 10500 ms\t${MEMORY}\t`,
  ])
})

test('an init that fails inside an invocation is the end of both', () => {
  const journal = [opened(), made(0), ready(300, false), ...ran('a', [300, 600], 'crashed')]
  expect(lines(tell(orders, journal)).slice(1)).toEqual([
    '300 INIT_REPORT Init Duration: 300.00 ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError',
    '600 INIT_REPORT Init Duration: 300.00 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ExitError',
    '600 START RequestId: a Version: $LATEST',
    '600 END RequestId: a',
    `600 REPORT RequestId: a\tDuration: 300.00 ms\tBilled Duration: 300 ms\t${MEMORY}\tStatus: error\tError Type: Runtime.ExitError\t`,
  ])
})

test('the init of a provisioned container has a line of its own, and none of its reports tells of it', () => {
  const provisioned = made(0, 1, { initType: 'provisioned-concurrency' })
  const journal = [opened(), provisioned, ready(120), ...ran('a', [60_000, 60_010])]
  expect(lines(tell(orders, journal)).slice(1)).toEqual([
    '120 INIT_REPORT Init Duration: 120.00 ms',
    '60000 START RequestId: a Version: $LATEST',
    '60010 END RequestId: a',
    `60010 REPORT RequestId: a\tDuration: 10.00 ms\tBilled Duration: 10 ms\t${MEMORY}\t`,
  ])
})

test('JSON names the tenant, and what the level leaves out is not there', () => {
  const journal = [opened(), made(0, 1, { tenant: 'blue' }), ready(100), ...ran('a', [100, 110])]
  const { events } = tell(behaviour({ logFormat: 'JSON' }), journal)
  const told = events.map(
    ({ message }) => JSON.parse(message) as { type: string; record: { tenantId?: string } },
  )
  expect(told.map(({ type, record }) => [type, record.tenantId])).toEqual([
    ['platform.initStart', undefined],
    ['platform.start', 'blue'],
    ['platform.report', 'blue'],
  ])
})

test('of an invocation that never ends there is no more than its beginning', () => {
  const [placed] = ran('a', [100, 0])
  expect(lines(tell(orders, [opened(), made(0), ready(100), placed!])).slice(1)).toEqual([
    '100 START RequestId: a Version: $LATEST',
  ])
})

test('containers write into streams of their own, which have the names that the journal gives them', () => {
  const journal = [
    opened(),
    made(0, 1, { logStream: 'named by the live lab' }),
    ready(100),
    made(200, 2),
    ready(300, true, 2),
    ...ran('a', [300, 310], 'ok', { container: 2 }),
    ...ran('b', [400, 410]),
  ]
  const { events } = tell(orders, journal)
  const streamOf = (requestId: string) => events.find(({ message }) => message.includes(requestId))?.logStream
  expect(streamOf('RequestId: b')).toBe('named by the live lab')
  expect(streamOf('RequestId: a')).toMatch(/^2026\/11\/02\/\[\$LATEST\][0-9a-f]{32}$/)
  expect(new Set(events.map(({ logGroup }) => logGroup))).toEqual(new Set(['/aws/lambda/orders']))
})
