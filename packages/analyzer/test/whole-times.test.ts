import { expect, test } from 'vitest'
import { unixUs, type ContainerId, type Intake } from '@thermocline/wire'
import { at, intake, spanId } from '@thermocline/testkit/rows'
import { finding, sighting, span } from './build.ts'
import { analyzers } from './opened.ts'

const analyzerOf = analyzers()
const orders = { container: 'a' as ContainerId, function: { name: 'orders' } }

test.each<[string, string, Partial<Intake>]>([
  [`span ${spanId(2)}`, 'NaN', { spans: [span(1, null, 0), span(2, 1, 0, { end: unixUs(NaN) })] }],
  [
    `span ${spanId(1)}`,
    '0.5',
    { spans: [span(1, null, 0, { events: [{ time: unixUs(0.5), name: 'log', attributes: {} }] })] },
  ],
  ['invocation a@0', '1.5', { invocations: [sighting('a', 0, 1, { initStart: unixUs(1.5) })] }],
  ['container a', 'Infinity', { containers: [{ ...orders, initStart: unixUs(Infinity) }] }],
  ['finding module_variable:seen', 'NaN', { findings: [finding({ seenAt: unixUs(NaN) })] }],
])('a time of %s that is %s is refused by name, and nothing of its intake is kept', (thing, got, broken) => {
  const analyzer = analyzerOf()
  const mixed = intake({ ...broken, invocations: [sighting('b', 5, 1), ...(broken.invocations ?? [])] })
  expect(() => analyzer.ingest(mixed)).toThrow(
    expect.objectContaining({
      code: 'internal',
      message: `times of ${thing} must be whole microseconds, got ${got}`,
    }),
  )
  expect(analyzer.report().functions).toEqual([])
})

test('whole times are taken, and those that a source does not know may be missing', () => {
  const analyzer = analyzerOf([
    intake({ invocations: [sighting('a', 0, 1)], containers: [{ ...orders, initStart: at(-1) }] }),
  ])
  expect(analyzer.report().functions).toHaveLength(1)
})
