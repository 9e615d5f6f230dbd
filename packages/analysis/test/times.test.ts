import { expect, test } from 'vitest'
import { ms, unixUs, type InvocationRow } from '@thermocline/wire'
import { at } from '@thermocline/testkit/rows'
import { functionReport } from '../src/index.ts'
import { settleContainer } from '../src/starts.ts'
import { row, understood } from './build.ts'

/**
 * What a text log gives of an invocation, in milliseconds: whole ones for the times of START and REPORT, and a start
 * that is the earlier of START and REPORT less Duration.
 */
function logged(
  start: number,
  reported: number,
  duration: number,
  over: Partial<InvocationRow> = {},
): InvocationRow {
  const earliest = Math.min(start, reported - duration)
  return row('a', earliest / 1000, 0, { end: at(reported / 1000), duration: ms(duration), ...over })
}

/** What a span gives, in milliseconds: times to the microsecond, and no Duration but its own. */
function traced(start: number, end: number, over: Partial<InvocationRow> = {}): InvocationRow {
  return row('a', start / 1000, (end - start) / 1000, { sources: ['span'], ...over })
}

const startsMs = (rows: readonly InvocationRow[]): number[] =>
  settleContainer(rows, undefined).map(({ start }) => (start - at(0)) / 1000)
const idles = (rows: readonly InvocationRow[]): (number | null)[] =>
  settleContainer(rows, undefined).map(({ idle }) => idle)

const BACK_TO_BACK = [...Array(20).keys()].map((n) => logged(n * 5, n * 5 + 5, 5.4))

test('invocations back to back in one container’s log never meet, and none idles', () => {
  const { peakConcurrency, containers } = functionReport(
    understood([...BACK_TO_BACK, logged(995, 1000, 5.4)]),
  )
  expect(peakConcurrency).toBe(1)
  expect(containers.idleMs).toEqual({ p50: 0, p90: 0, max: 895 })
})

test('an invocation of a log begins at the time of its START, to which REPORT less Duration comes a little short', () => {
  expect(startsMs(BACK_TO_BACK).slice(0, 4)).toEqual([0, 5, 10, 15])
  expect(settleContainer(BACK_TO_BACK, undefined)[1]).toMatchObject({ duration: 5.4, end: at(0.01) })
})

test('of invocations that began in one millisecond the shorter one was first', () => {
  const [long, short] = [logged(5, 10, 5.4), logged(5, 5, 0.2)]
  expect(settleContainer([long, short], undefined).map((each) => each.row)).toEqual([short, long])
})

test('a reset stands though the next START has the millisecond of the REPORT before it', () => {
  const rows = [
    logged(0, 3000, 3000.6, { outcome: 'timeout' }),
    logged(3000, 3005, 5.4),
    logged(3005, 3010, 5.4, { outcome: 'timeout' }),
    // A span's clock may be a little behind the one that timed the REPORT.
    traced(3008.7, 3020),
  ]
  expect(functionReport(understood(rows))).toMatchObject({
    starts: { warm: 2, reinit: 2 },
    causes: { reset: 2 },
    peakConcurrency: 1,
  })
})

test('a span that ends after the START of the next, by less than two clocks may differ, gives way to it', () => {
  const rows = [traced(0, 6.9), logged(5, 9, 4), traced(12, 14)]
  expect(idles(rows)).toEqual([null, 0, 3])
  expect(functionReport(understood(rows)).peakConcurrency).toBe(1)
})

test('invocations that overlap by more than rounding overlap', () => {
  const rows = [traced(0, 7.001), logged(5, 9, 4), traced(12, 14)]
  expect(idles(rows)).toEqual([null, null, 3])
  expect(functionReport(understood(rows)).peakConcurrency).toBe(2)
})

test('on Managed Instances the shortest overlap is one', () => {
  const init = { duration: ms(300), source: 'telemetry', type: 'lambda-managed-instances' } as const
  const rows = [traced(0, 5.5, { init }), traced(5, 9)]
  expect(idles(rows)).toEqual([null, null])
  expect(functionReport(understood(rows)).peakConcurrency).toBe(2)
})

test('the init after a reset holds the container once with the invocation that is being ended', () => {
  const rows = [
    traced(0, 3000, { process: 'p', outcome: 'timeout' }),
    traced(3200, 3300, { process: 'q', startKind: 'reinit', initStart: unixUs(at(2.99)) }),
  ]
  expect(functionReport(understood(rows))).toMatchObject({ causes: { reset: 1 }, peakConcurrency: 1 })
})
