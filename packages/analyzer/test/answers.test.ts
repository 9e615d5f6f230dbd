import { describe, expect, test } from 'vitest'
import { key, type ContainerId, type FunctionIdentity } from '@thermocline/wire'
import { openAnalyzer } from '../src/index.ts'
import { at, intake, spanId, traceId } from '@thermocline/testkit/rows'
import { finding, resource, RUN, sighting, span, START_MS } from './build.ts'
import { temporaryFolder } from '@thermocline/testkit/folder'
import { analyzers } from './opened.ts'

const analyzerOf = analyzers()
const elsewhere = (region: string): FunctionIdentity => ({ name: 'mail', account: '1', region })
const notFound: unknown = expect.objectContaining({ code: 'not_found' })

describe('a function', () => {
  test('has its range, its inits with causes, its lanes and its series', () => {
    const answer = analyzerOf([intake({ invocations: RUN })]).function('orders')
    expect(answer.key).toBe('orders')
    expect(answer.range).toEqual({ from: START_MS, to: START_MS + 602_000 })
    expect(
      answer.inits.map(({ container, startKind, startMs, durationMs, cause }) => [
        container,
        startKind,
        startMs - START_MS,
        durationMs,
        cause.cause,
      ]),
    ).toEqual([
      ['a', 'cold', 29_500, 500, 'unknown'],
      ['b', 'cold', 31_750, 250, 'unknown'],
      ['a', 'reinit', 60_000, null, 'reset'],
      ['c', 'cold', 599_250, 750, 'idle_expiry'],
    ])
    expect(
      answer.lanes.map(({ container, leftCensored, startKind }) => [container, leftCensored, startKind]),
    ).toEqual([
      ['old', true, ['warm', 'warm']],
      ['a', false, ['cold', 'warm', 'warm', 'reinit', 'warm']],
      ['b', false, ['cold', 'warm']],
      ['c', false, ['cold']],
    ])
    expect(answer.lanes[1]).toMatchObject({
      startMs: [30, 40, 50, 60, 90].map((s) => START_MS + s * 1000),
      endMs: [35, 41, 53, 62, 91].map((s) => START_MS + s * 1000),
      outcome: ['ok', 'ok', 'timeout', 'ok', 'error'],
      initMs: [500, null, null, null, null],
    })
    expect(answer.buckets.rows.reduce((sum, bucket) => sum + bucket.invocations, 0)).toBe(10)
    expect(answer.report.invocations).toBe(10)
  })

  test('is found by name as long as that names one alone', () => {
    const analyzer = analyzerOf([
      intake({ invocations: [sighting('a', 0, 1, { function: elsewhere('eu-west-1') })] }),
    ])
    expect(analyzer.function('mail').key).toBe('mail@1/eu-west-1')
    expect(analyzer.function('mail@1/eu-west-1').report.invocations).toBe(1)
    analyzer.ingest(intake({ invocations: [sighting('b', 0, 1, { function: elsewhere('us-east-1') })] }))
    expect(() => analyzer.function('mail')).toThrow(/mail@1\/eu-west-1, mail@1\/us-east-1/)
    expect(() => analyzer.function('nobody')).toThrow(notFound)
  })

  test('in a window without anything of it is empty', () => {
    const answer = analyzerOf([intake({ invocations: RUN })]).function('orders', { from: at(5000) })
    expect(answer).toMatchObject({ range: null, inits: [], lanes: [], buckets: { rows: [] } })
  })

  test('of which only a finding was seen is listed', () => {
    const analyzer = analyzerOf([intake({ findings: [finding()] })])
    expect(analyzer.report().functions).toMatchObject([{ name: 'orders', invocations: 0, coldRatio: null }])
    expect(analyzer.function('orders').report.findings).toHaveLength(1)
  })
})

describe('a container', () => {
  test('has its invocations with idle times and causes, its processes and its own findings', () => {
    const analyzer = analyzerOf([
      intake({
        invocations: [
          sighting('a', 0, 1, { process: 'p1', startKind: 'cold', source: 'span', containerInvocation: 1 }),
          sighting('a', 5, 1, {
            process: 'p2',
            startKind: 'reinit',
            source: 'span',
            containerInvocation: 2,
            version: '3',
          }),
        ],
        findings: [finding(), finding({ container: 'b' as ContainerId })],
      }),
    ])
    expect(analyzer.container('a')).toMatchObject({
      container: 'a',
      functionKey: 'orders',
      functionName: 'orders',
      version: '3',
      leftCensored: false,
      firstSeenMs: START_MS,
      lastSeenMs: START_MS + 6000,
      processes: 2,
      invocations: [
        { startKind: 'cold', idleMs: null, cause: { cause: 'first' }, sources: ['span'] },
        { startKind: 'reinit', idleMs: 4000, cause: { cause: 'reset' } },
      ],
      findings: [{ containers: 1 }],
    })
    expect(() => analyzer.container('z')).toThrow(notFound)
  })
})

describe('a trace', () => {
  test('lists parents before children and siblings by start', () => {
    const analyzer = analyzerOf([
      intake({ spans: [span(4, 2, 2.5), span(3, 1, 1.5), span(1, null, 1), span(2, 1, 2), span(5, 3, 4)] }),
    ])
    expect(analyzer.trace(traceId(1)).spans.map(({ spanId: id, depth }) => [id, depth])).toEqual([
      [spanId(1), 0],
      [spanId(3), 1],
      [spanId(5), 2],
      [spanId(2), 1],
      [spanId(4), 2],
    ])
    expect(() => analyzer.trace(traceId(2))).toThrow(notFound)
    expect(() => analyzer.trace('nonsense')).toThrow(notFound)
  })

  test('holds spans whose parent was not seen, and spans that are their own ancestors', () => {
    const analyzer = analyzerOf([
      intake({ spans: [span(1, 99, 1), span(2, 3, 2), span(3, 2, 3), span(4, 4, 4)] }),
    ])
    expect(analyzer.trace(traceId(1)).spans.map(({ spanId: id, depth }) => [id, depth])).toEqual([
      [spanId(1), 0],
      [spanId(2), 0],
      [spanId(3), 1],
      [spanId(4), 0],
    ])
  })

  test('deeper than the stack of JavaScript is answered', () => {
    const analyzer = analyzerOf([
      intake({ spans: Array.from({ length: 15_000 }, (_, n) => span(n + 1, n === 0 ? null : n, n)) }),
    ])
    expect(analyzer.trace(traceId(1)).spans.at(-1)).toMatchObject({ depth: 14_999 })
  })

  test('names function and container, and takes no other tool’s instance id for a container', () => {
    const foreign = { 'service.instance.id': 'uuid-of-another-sdk' }
    const analyzer = analyzerOf([
      intake({ spans: [span(1, null, 1), span(2, 1, 2, { scope: 'other', resource: foreign })] }),
    ])
    expect(analyzer.trace(traceId(1)).spans).toMatchObject([
      { functionName: 'orders', container: 'a', startMs: START_MS + 1000, parentSpanId: null },
      { functionName: null, container: null, parentSpanId: spanId(1) },
    ])
  })
})

describe('lab data', () => {
  const labSpan = span(1, null, 1, { resource: resource({ [key.LAB]: true }) })

  test('is refused by a user’s folder, which keeps nothing of it', () => {
    const analyzer = analyzerOf()
    const mixed = intake({ spans: [span(2, null, 1), labSpan], invocations: RUN })
    expect(() => analyzer.ingest(mixed)).toThrow(expect.objectContaining({ code: 'lab_data' }))
    expect(analyzer.about()).toEqual({ lab: false, invocations: 0, spans: 0, revision: 0 })
  })

  test('is what the lab’s folder holds, later log lines of a process included, and no other spans', () => {
    const analyzer = analyzerOf([], 'lab')
    const short = span(3, 1, 2, {
      resource: { [key.SERVICE_INSTANCE_ID]: 'a', [key.PROCESS_ID]: 'p1' },
    })
    analyzer.ingest(intake({ spans: [labSpan, short] }))
    expect(analyzer.about()).toMatchObject({ lab: true, spans: 2 })
    expect(() => analyzer.ingest(intake({ spans: [span(2, null, 1)] }))).toThrow(
      expect.objectContaining({ code: 'lab_data' }),
    )
    expect(analyzer.about().spans).toBe(2)
  })
})

test('what another process stored is in the next answer', () => {
  const folder = temporaryFolder()
  const reader = openAnalyzer({ folder, owner: 'user' })
  const writer = openAnalyzer({ folder, owner: 'user' })
  expect(reader.report().functions).toEqual([])
  const before = reader.revision()
  writer.ingest(intake({ invocations: RUN }))
  expect(reader.revision()).toBeGreaterThan(before)
  expect(reader.report().functions).toMatchObject([{ invocations: 10 }])
  reader.close()
  writer.close()
})
