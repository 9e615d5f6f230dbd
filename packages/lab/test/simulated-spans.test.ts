import { ATTRIBUTES, key } from '@thermocline/wire'
import type { AttributeType } from '@thermocline/wire'
import { expect, test } from 'vitest'
import type { FunctionEntry } from '../src/journal/entry.ts'
import type { Attribute, OtlpSpan } from '../src/simulated/otlp.ts'
import { attributesOf, behaviour, made, opened, ran, ready, tell, timesOf } from './simulated-helper.ts'

// What the SDK of a simulated container sends; that the real one sends the same is tested in test/chain.

const orders = behaviour()
const COLD = [opened(), made(0.4), ready(100.9)]

/** Of the roots: these attributes, without the namespace. */
function seen(journal: readonly FunctionEntry[], ...names: string[]): unknown[][] {
  return roots(journal).map((root) => {
    const attributes = attributesOf(root)
    return names.map((name) => attributes[`thermocline.${name}`])
  })
}

/** Oldest first. */
function roots(journal: readonly FunctionEntry[], fn = orders): OtlpSpan[] {
  const { spans } = tell(fn, journal)
  return spans
    .filter(({ name }) => name === 'orders')
    .toSorted((a, b) => Number(BigInt(a.startTimeUnixNano) - BigInt(b.startTimeUnixNano)))
}

test('the first invocation of a process brings the init, as a span before it and in its attributes', () => {
  const { spans } = tell(orders, [...COLD, ...ran('a', [100.9, 130]), ...ran('b', [1000, 1020])])
  const [first, init, second] = spans
  expect(spans.map(({ name }) => name)).toEqual(['orders', 'init', 'orders'])
  expect([first!, init!, second!].map(timesOf)).toEqual([
    [100.9, 130],
    [0.4, 100.9],
    [1000, 1020],
  ])
  expect(init).toMatchObject({ traceId: first!.traceId, parentSpanId: first!.spanId, attributes: [] })
  expect(first).not.toHaveProperty('parentSpanId')
  expect(attributesOf(first!)).toMatchObject({
    'faas.invocation.id': 'a',
    'faas.coldstart': true,
    'thermocline.start': 'cold',
    'thermocline.init.duration_ms': 100.5,
    'thermocline.init.source': 'sdk',
    // Its clock has whole milliseconds, and reads a little earlier than the end of the init.
    'thermocline.init.to_first_invocation_ms': 0,
  })
  expect(Object.keys(attributesOf(second!)).filter((name) => name.startsWith('thermocline.init.'))).toEqual([
    'thermocline.init.type',
  ])
})

test('invocations are counted in the container and in the process, with age and idle time in whole milliseconds', () => {
  const journal = [
    ...COLD,
    ...ran('a', [100.9, 130.7]),
    ...ran('b', [1000.2, 4000.2], 'timeout'),
    ...ran('c', [5000, 5200]),
    ...ran('d', [6000.9, 6010]),
  ]
  const names = [
    'container.invocation',
    'process.invocation',
    'start',
    'container.age_ms',
    'container.idle_ms',
  ]
  expect(seen(journal, ...names)).toEqual([
    [1, 1, 'cold', 100, undefined],
    [2, 2, 'warm', 1000, 870],
    [3, 1, 'reinit', 5100, undefined],
    [4, 2, 'warm', 6000, 800],
  ])
  const processes = seen(journal, 'process.id').flat()
  expect(processes[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(processes).toEqual([processes[0], processes[0], processes[2], processes[2]])
  expect(processes[2]).not.toBe(processes[0])
})

test('a crash is told in the log, which needs no time', () => {
  const journal = [...COLD, ...ran('a', [200, 300]), ...ran('b', [400, 500], 'crashed')]
  const told = roots(journal, { ...orders, flush: 'log' }).map((root) => attributesOf(root)['error.type'])
  expect(told).toEqual([undefined, 'process.exit'])
})

test('where spans are posted a crash leaves none, and a gap in the count', () => {
  const journal = [
    ...COLD,
    ...ran('a', [200, 300]),
    ...ran('b', [400, 500], 'crashed'),
    ...ran('c', [600, 800]),
  ]
  expect(seen(journal, 'container.invocation', 'start')).toEqual([
    [1, 'cold'],
    [3, 'reinit'],
  ])
})

test('an init inside an invocation that ends it leaves no span, and no gap', () => {
  const journal = [
    ...COLD,
    ...ran('a', [200, 300], 'timeout'),
    ...ran('b', [400, 450], 'crashed'),
    ...ran('c', [600, 800]),
  ]
  expect(seen(journal, 'container.invocation', 'start')).toEqual([[2, 'reinit']])
})

test.each([
  ['a timeout is told a tenth of a second and a half before the deadline', 'otlp', 3000, 2850],
  ['a timeout is told 30 ms before the deadline where spans go to the log', 'log', 3000, 2970],
  ['so is an invocation that would have ended within that time', 'log', 2980, 2970],
] as const)('%s', (_, flush, lasts, told) => {
  const journal = [...COLD, ...ran('a', [1000, 1000 + lasts], lasts === 3000 ? 'timeout' : 'ok')]
  const [root] = roots(journal, { ...orders, flush })
  expect(timesOf(root!)).toEqual([1000, 1000 + told])
  expect(root).toMatchObject({ status: { code: 2 } })
  expect(attributesOf(root!)).toMatchObject({ 'error.type': 'timeout', 'thermocline.flush.mode': flush })
})

test('an init inside the invocation takes from the time until the deadline', () => {
  const journal = [...COLD, ...ran('a', [200, 210], 'crashed'), ...ran('b', [1000, 4000], 'timeout')]
  const [, root] = roots(journal, { ...orders, flush: 'log' })
  expect(timesOf(root!)).toEqual([1100.5, 3970])
})

test('an error of the handler is told as one, without its message', () => {
  const [root] = roots([...COLD, ...ran('a', [200, 300], 'error')])
  expect(root).toMatchObject({ status: { code: 2 } })
  expect(root!.status).not.toHaveProperty('message')
  expect(attributesOf(root!)).toMatchObject({ 'error.type': 'Error' })
})

test('an init that was over for more than ten seconds was made ahead', () => {
  expect(seen([...COLD, ...ran('a', [10_100, 10_110])], 'start')).toEqual([['cold']])
  expect(seen([...COLD, ...ran('a', [10_101, 10_110])], 'start')).toEqual([['proactive']])
})

test('a first init that failed is not known to the SDK: its container seems younger than it is', () => {
  const journal = [opened(), made(0), ready(10_000, false), ...ran('a', [10_000, 21_000])]
  expect(seen(journal, 'start', 'container.age_ms', 'init.duration_ms')).toEqual([['cold', 10_000, 10_000]])
})

test('under Managed Instances each worker is a process that meets its own invocations', () => {
  const journal = [
    opened(),
    made(0, 1, { initType: 'lambda-managed-instances' }),
    ready(500),
    ...Array.from({ length: 9 }, (_, index) => ran(`r${index}`, [1000 + index, 1500 + index])).flat(),
  ]
  const names = [
    'container.thread',
    'process.invocation',
    'start',
    'container.invocation',
    'container.idle_ms',
  ]
  expect(seen(journal, ...names)).toEqual([
    ...[1, 2, 3, 4, 5, 6, 7, 8].map((thread) => [thread, 1, 'provisioned', undefined, undefined]),
    [1, 2, 'warm', undefined, undefined],
  ])
  expect(new Set(seen(journal, 'process.id').flat()).size).toBe(8)
})

test('every attribute is one of the contract, in its place and of its type', () => {
  const { requests } = tell(orders, [...COLD, ...ran('a', [200, 300], 'error'), ...ran('b', [400, 410])])
  const faults = requests.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ resource, scopeSpans }) => [
      ...resource.attributes.flatMap((attribute) => faultOf(attribute, 'resource')),
      ...scopeSpans.flatMap(({ spans }) =>
        spans.flatMap(({ attributes }) => attributes.flatMap((attribute) => faultOf(attribute, 'root'))),
      ),
    ]),
  )
  expect(faults).toEqual([])
})

const VALUES: Readonly<Record<AttributeType, string>> = {
  string: 'stringValue',
  'string[]': 'arrayValue',
  int: 'intValue',
  double: 'doubleValue',
  boolean: 'boolValue',
}

function faultOf({ key: name, value }: Attribute, place: 'resource' | 'root'): string[] {
  const definition = ATTRIBUTES.find((attribute) => attribute.key === name)
  const isRight = definition?.on.includes(place) === true && VALUES[definition.type] in value
  return isRight ? [] : [`${name} on ${place}: ${JSON.stringify(value)}`]
}

test('a request has at most 500 spans, and those of one invocation are never parted', () => {
  const journal = Array.from({ length: 300 }, (_, index) => [
    made(index * 10, index + 1),
    ready(index * 10 + 5, true, index + 1),
    ...ran(`r${index}`, [index * 10 + 5, index * 10 + 9], 'ok', { container: index + 1 }),
    ...ran(`s${index}`, [index * 10 + 9, index * 10 + 10], 'ok', { container: index + 1 }),
  ])
  const { requests } = tell(orders, [opened(), ...journal.flat()])
  const spans = requests.map(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans[0]!.spans),
  )
  // Three of each container: 166 of them are 498, and the next invocation brings two.
  expect(spans.map(({ length }) => length)).toEqual([500, 400])
  for (const request of spans) {
    const traces = new Set(request.filter(({ name }) => name === 'orders').map(({ traceId }) => traceId))
    expect(request.filter(({ traceId }) => !traces.has(traceId))).toEqual([])
  }
  const names = requests[0]!.resourceSpans.map(
    ({ resource }) => attributesOf(resource)[key.SERVICE_INSTANCE_ID],
  )
  expect(new Set(names).size).toBe(names.length)
})
