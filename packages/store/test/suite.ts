import { afterEach, beforeEach, expect, test } from 'vitest'
import { joinIntakes, unixUs, type Intake, type InvocationSighting, type RequestId } from '@thermocline/wire'
import type { Store } from '../src/index.ts'
import { seeded, shuffled } from '@thermocline/testkit/random'
import { at, intake, spanId, traceId } from '@thermocline/testkit/rows'
import { ms } from '@thermocline/wire'
import { CONTAINER_A, CONTAINER_B, finding, SHORT_RESOURCE, sighting, span, WHOLE_RESOURCE } from './build.ts'

const NO_TIME = unixUs(Number.NaN)
const RETRY = { name: 'retry', attributes: {} }

/** What every engine does. `open` gives a new, empty store of the user. */
export function storeSuite(open: () => Store): void {
  let store: Store
  beforeEach(() => {
    store = open()
  })
  afterEach(() => store.close())

  test('an empty store answers with nothing', () => {
    expect(store.invocations({})).toEqual([])
    expect(store.containers()).toEqual([])
    expect(store.findings({})).toEqual([])
    expect(store.trace(traceId(1))).toEqual([])
    expect(store.counts()).toEqual({ invocations: 0, spans: 0 })
    expect(store.owner).toBe('user')
  })

  test('a span comes back as it was sent, links, events and nested attributes included', () => {
    const sent = span({
      parentSpanId: spanId(9),
      status: 'error',
      statusMessage: 'no such order',
      attributes: { a: 1.5, b: true, c: null, d: ['x', 2], e: { f: 'ü𝄞' } },
      links: [{ traceId: traceId(7), spanId: spanId(8), attributes: { why: 'batch' } }],
      events: [{ time: at(0.5), name: 'retry', attributes: { n: 2 } }],
    })
    store.insert(intake({ spans: [sent] }))
    expect(store.trace(traceId(1))).toEqual([sent])
  })

  test('a cleared store answers as an empty one, tells that it changed, and takes rows again', () => {
    const sent = intake({ spans: [span()], invocations: [sighting()], findings: [finding()] })
    store.insert(sent)
    const before = store.revision()
    store.clear()
    expect(store.revision()).toBeGreaterThan(before)
    expect(store.invocations({})).toEqual([])
    expect(store.containers()).toEqual([])
    expect(store.findings({})).toEqual([])
    expect(store.counts()).toEqual({ invocations: 0, spans: 0 })
    expect(store.insert(sent).spans).toEqual({ stored: 1, known: 0 })
    expect(store.trace(traceId(1))).toEqual([span()])
  })

  test('spans are idempotent on trace id and span id', () => {
    const spans = [span(), span({ spanId: spanId(2) }), span({ traceId: traceId(2) })]
    expect(store.insert(intake({ spans })).spans).toEqual({ stored: 3, known: 0 })
    expect(store.insert(intake({ spans: [...spans, span({ spanId: spanId(3) })] })).spans).toEqual({
      stored: 1,
      known: 3,
    })
    expect(store.counts().spans).toBe(4)
  })

  test('of two different spans under one id the fuller one stays, whichever came first', () => {
    const short = span({ attributes: {} })
    const full = span({ attributes: { more: 'to say' } })
    store.insert(intake({ spans: [short] }))
    store.insert(intake({ spans: [full] }))
    store.insert(intake({ spans: [short] }))
    expect(store.trace(traceId(1))).toEqual([full])
  })

  test('a trace is oldest first', () => {
    store.insert(intake({ spans: [span({ start: at(5) }), span({ spanId: spanId(2), start: at(1) })] }))
    expect(store.trace(traceId(1)).map((found) => found.start)).toEqual([at(1), at(5)])
  })

  test('a span of a log line has the whole resource of its process, even when that arrives later', () => {
    const later = span({ resource: SHORT_RESOURCE })
    const foreign = span({ spanId: spanId(2), start: at(3), resource: { 'service.name': 'other' } })
    store.insert(intake({ spans: [later, foreign] }))
    expect(store.trace(traceId(1))[0]?.resource).toEqual(SHORT_RESOURCE)
    store.insert(intake({ spans: [span({ traceId: traceId(2) })] }))
    expect(store.trace(traceId(1)).map((found) => found.resource)).toEqual([
      WHOLE_RESOURCE,
      { 'service.name': 'other' },
    ])
  })

  test('span and REPORT of one invocation meet in one row: the times of the span, the figures of AWS', () => {
    const fromSpan = sighting({
      start: at(0),
      end: at(1),
      startKind: 'cold',
      duration: ms(1000),
      init: { duration: ms(180), source: 'sdk', type: 'on-demand' },
      outcome: 'ok',
      trace: { traceId: traceId(1), spanId: spanId(1) },
    })
    const fromLog = sighting({
      source: 'log',
      start: at(0.02),
      end: at(1.03),
      duration: ms(1003.2),
      billed: ms(1210),
      init: { duration: ms(206.5), source: 'report' },
      outcome: 'timeout',
      errorType: 'Sandbox.Timedout',
    })
    expect(store.insert(intake({ invocations: [fromSpan] })).invocations).toEqual({ stored: 1, known: 0 })
    expect(store.insert(intake({ invocations: [fromLog] })).invocations).toEqual({ stored: 0, known: 1 })
    expect(store.invocations({})).toEqual([
      {
        function: { name: 'orders' },
        container: CONTAINER_A,
        requestId: 'r1',
        attempt: 1,
        sources: ['span', 'log'],
        start: at(0),
        end: at(1),
        startKind: 'cold',
        duration: 1003.2,
        billed: 1210,
        init: { duration: 206.5, source: 'report', type: 'on-demand' },
        outcome: 'timeout',
        errorType: 'Sandbox.Timedout',
        trace: { traceId: traceId(1), spanId: spanId(1) },
      },
    ])
  })

  test.each<[string, Partial<Intake>, message: string]>([
    ['a span', { spans: [span({ end: unixUs(1.5) })] }, `${traceId(1)} ${spanId(1)}: end must be whole`],
    ['an event', { spans: [span({ events: [{ ...RETRY, time: NO_TIME }] })] }, 'event retry of span'],
    ['an invocation', { invocations: [sighting({ start: NO_TIME })] }, `r1 in ${CONTAINER_A}: start`],
    ['an end', { invocations: [sighting({ end: NO_TIME })] }, `r1 in ${CONTAINER_A}: end`],
    ['an init', { invocations: [sighting({ initStart: NO_TIME })] }, `r1 in ${CONTAINER_A}: initStart`],
    [
      'a container',
      { containers: [{ container: CONTAINER_B, function: { name: 'mail' }, initStart: NO_TIME }] },
      `container ${CONTAINER_B}: initStart`,
    ],
    ['a finding', { findings: [finding({ seenAt: NO_TIME })] }, 'module_variable:seen in'],
  ])('%s with a time that is no whole number is named, and nothing is kept', (_, broken, message) => {
    const whole = intake({ spans: [span({ spanId: spanId(5) })], invocations: [sighting()] })
    expect(() => store.insert(joinIntakes([whole, intake(broken)]))).toThrow(
      expect.objectContaining({ code: 'internal', message: expect.stringContaining(message) }),
    )
    expect(store.counts()).toEqual({ invocations: 0, spans: 0 })
    expect(store.containers()).toEqual([])
  })

  test('a retry in the same container is another attempt, ranked by start whatever the order of arrival', () => {
    store.insert(intake({ invocations: [sighting({ start: at(70), end: at(71) })] }))
    expect(
      store.insert(intake({ invocations: [sighting({ start: at(0), end: at(1) })] })).invocations,
    ).toEqual({
      stored: 1,
      known: 0,
    })
    expect(store.invocations({}).map(({ attempt, start }) => [attempt, start])).toEqual([
      [1, at(0)],
      [2, at(70)],
    ])
  })

  test('a sighting between two attempts makes them one, and the store counts one', () => {
    store.insert(intake({ invocations: [sighting({ start: at(0) }), sighting({ start: at(50) })] }))
    expect(store.counts().invocations).toBe(2)
    store.insert(intake({ invocations: [sighting({ start: at(25) })] }))
    expect(store.counts().invocations).toBe(1)
    expect(store.invocations({})).toMatchObject([{ attempt: 1, start: at(0) }])
  })

  test('a START long before the span of its request is the same attempt once its REPORT says they overlap', () => {
    const logged = { source: 'log', start: at(0) } as const
    store.insert(intake({ invocations: [sighting({ start: at(35), end: at(35.09), startKind: 'cold' })] }))
    store.insert(intake({ invocations: [sighting(logged)] }))
    store.insert(intake({ invocations: [sighting({ ...logged, end: at(35.1), duration: ms(35_100) })] }))
    expect(store.invocations({})).toMatchObject([
      { attempt: 1, sources: ['span', 'log'], start: at(35), startKind: 'cold', duration: 35_100 },
    ])
    expect(store.counts().invocations).toBe(1)
  })

  test('sightings of one attempt by clocks 45 s apart meet where they overlap', () => {
    const logged = sighting({ source: 'log', start: at(45), end: at(105) })
    store.insert(intake({ invocations: [sighting({ start: at(0), end: at(60) }), logged] }))
    expect(store.invocations({})).toMatchObject([{ sources: ['span', 'log'], start: at(0), end: at(60) }])
  })

  test('a retry a minute after the end of a long attempt is another attempt', () => {
    const first = sighting({ source: 'log', start: at(0), end: at(900), outcome: 'timeout' })
    store.insert(intake({ invocations: [sighting({ start: at(960), end: at(961) }), first] }))
    expect(store.invocations({})).toMatchObject([
      { attempt: 1, start: at(0), end: at(900), outcome: 'timeout' },
      { attempt: 2, start: at(960), end: at(961) },
    ])
  })

  test('the same request id in another container is another invocation', () => {
    store.insert(intake({ invocations: [sighting(), sighting({ container: CONTAINER_B })] }))
    expect(store.counts().invocations).toBe(2)
  })

  test('a function is the best known of all sightings of its container', () => {
    store.insert(
      intake({
        invocations: [
          sighting({ source: 'log', function: { name: 'unknown' } }),
          sighting({
            source: 'log',
            requestId: 'r2' as RequestId,
            start: at(5),
            function: { name: 'unknown' },
          }),
        ],
        findings: [finding({ function: { name: 'unknown' } })],
      }),
    )
    const whole = { name: 'orders', account: '123456789012', region: 'eu-west-1' }
    store.insert(intake({ containers: [{ container: CONTAINER_A, function: whole, initStart: at(-1) }] }))
    store.insert(intake({ containers: [{ container: CONTAINER_A, function: { name: 'orders' } }] }))
    expect(store.invocations({}).map((row) => row.function)).toEqual([whole, whole])
    expect(store.findings({}).map((row) => row.function)).toEqual([whole])
    expect(store.containers()).toEqual([{ container: CONTAINER_A, function: whole, initStart: at(-1) }])
    expect(store.invocations({ functionName: 'unknown' })).toEqual([])
  })

  test('a container keeps the earliest init it was seen to begin with', () => {
    const named = { container: CONTAINER_A, function: { name: 'orders' } }
    store.insert(intake({ containers: [{ ...named, initStart: at(3) }, named] }))
    store.insert(intake({ containers: [{ ...named, initStart: at(2) }] }))
    store.insert(intake({ containers: [{ ...named, initStart: at(4) }] }))
    expect(store.containers()).toMatchObject([{ initStart: at(2) }])
  })

  test('a finding is ignored for a reason until that is taken back, and who has it open sees both', () => {
    const seen = store.revision()
    const seenInOrders = { functionName: 'orders', key: 'k1' }
    store.ignore({ functionName: 'orders', key: 'k2' }, 'a bounded cache')
    store.ignore(seenInOrders, 'known')
    store.ignore(seenInOrders, 'fixed in the next release')
    expect(store.ignored()).toEqual([
      { functionName: 'orders', key: 'k1', reason: 'fixed in the next release' },
      { functionName: 'orders', key: 'k2', reason: 'a bounded cache' },
    ])
    store.ignore(seenInOrders, null)
    expect(store.ignored()).toEqual([{ functionName: 'orders', key: 'k2', reason: 'a bounded cache' }])
    expect(store.revision()).toBeGreaterThan(seen)
    store.clear()
    expect(store.ignored()).toEqual([])
  })

  test('a finding is its newest sighting with its earliest first seen', () => {
    store.insert(intake({ findings: [finding({ seenAt: at(20), size: 9, severity: 'high' })] }))
    expect(store.insert(intake({ findings: [finding({ seenAt: at(10), size: 4 })] })).findings).toEqual({
      stored: 0,
      known: 1,
    })
    store.insert(intake({ findings: [finding({ process: 'p2', seenAt: at(5) })] }))
    expect(store.findings({ container: CONTAINER_A })).toMatchObject([
      { process: 'p2', firstSeen: at(5), lastSeen: at(5) },
      { process: 'p1', firstSeen: at(10), lastSeen: at(20), size: 9, severity: 'high' },
    ])
    expect(store.findings({ functionName: 'other' })).toEqual([])
  })

  test('a question narrows by function, container and time; a start at the upper edge is outside', () => {
    store.insert(
      intake({
        invocations: [0, 1, 2, 3].map((n) =>
          sighting({
            requestId: `r${n}` as RequestId,
            start: at(n),
            container: n % 2 === 0 ? CONTAINER_A : CONTAINER_B,
            function: { name: n % 2 === 0 ? 'orders' : 'mail' },
          }),
        ),
      }),
    )
    const ids = (question: Parameters<Store['invocations']>[0]): string[] =>
      store.invocations(question).map((row) => row.requestId)
    expect(ids({})).toEqual(['r0', 'r1', 'r2', 'r3'])
    expect(ids({ functionName: 'mail' })).toEqual(['r1', 'r3'])
    expect(ids({ container: CONTAINER_A })).toEqual(['r0', 'r2'])
    expect(ids({ within: { from: at(1), to: at(3) } })).toEqual(['r1', 'r2'])
    expect(ids({ within: { to: at(1) } })).toEqual(['r0'])
    expect(ids({ functionName: 'orders', container: CONTAINER_A, within: { from: at(1) } })).toEqual(['r2'])
  })

  test('the revision rises with a change and with nothing else', () => {
    const before = store.revision()
    const all = intake({
      spans: [span()],
      invocations: [sighting()],
      findings: [finding()],
      containers: [{ container: CONTAINER_B, function: { name: 'mail' } }],
    })
    store.insert(all)
    const after = store.revision()
    expect(after).toBeGreaterThan(before)
    store.insert(all)
    expect(store.revision()).toBe(after)
    store.insert(intake({ invocations: [sighting({ version: '7' })] }))
    expect(store.revision()).toBeGreaterThan(after)
  })

  test('shuffled, doubled and split in any way, the same sightings make the same rows', () => {
    const expected = snapshot(everyRow([everything()]))
    for (let seed = 1; seed <= 12; seed++) {
      const random = seeded(seed)
      expect(snapshot(everyRow(split(everything(), random)))).toBe(expected)
    }
  })

  function everyRow(intakes: readonly Intake[]): unknown {
    const other = open()
    for (const each of intakes) other.insert(each)
    const rows = [
      other.invocations({}),
      other.containers(),
      other.findings({}),
      other.trace(traceId(1)),
      other.counts(),
    ]
    other.close()
    return rows
  }
}

function snapshot(rows: unknown): string {
  return JSON.stringify(rows, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}

/** Sightings that contradict each other in every field, on purpose. */
function everything(): Intake {
  const random = seeded(99)
  const some = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
  const invocations = Array.from({ length: 120 }, (): InvocationSighting => {
    const start = unixUs(at(0) + Math.floor(random() * 200e6))
    return sighting({
      source: some(['span', 'log']),
      function: some([
        { name: 'unknown' },
        { name: 'orders' },
        { name: 'mail', region: 'eu-west-1' },
        { name: 'orders', account: '1', region: 'eu-west-1' },
      ]),
      container: some([CONTAINER_A, CONTAINER_B]),
      requestId: some(['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8', 'r9']) as RequestId,
      start,
      ...(random() < 0.7 && { end: unixUs(start + Math.floor(random() * some([3e6, 50e6]))) }),
      ...(random() < 0.5 && { startKind: some(['cold', 'warm', 'reinit', 'restored', 'proactive']) }),
      ...(random() < 0.5 && {
        init: {
          duration: ms(some([100, 200, 300])),
          source: some(['sdk', 'report', 'telemetry']),
          ...(random() < 0.5 && { type: some(['on-demand', 'snap-start']) }),
        },
      }),
      ...(random() < 0.5 && { outcome: some(['ok', 'error', 'timeout']) }),
      ...(random() < 0.3 && { errorType: some(['TypeError', 'Runtime.ExitError']) }),
      ...(random() < 0.3 && { duration: ms(some([1, 2, 3])) }),
      ...(random() < 0.3 && { initStart: unixUs(start - some([1, 2, 3]) * 1e6) }),
      ...(random() < 0.3 && { containerInvocation: some([1, 2, 3]), version: some(['1', '2']) }),
      ...(random() < 0.3 && { trace: { traceId: traceId(some([1, 2])), spanId: spanId(some([1, 2])) } }),
    })
  })
  const findings = Array.from({ length: 20 }, () =>
    finding({
      process: some(['p1', 'p2']),
      key: some(['k1', 'k2']),
      seenAt: at(some([1, 2, 3])),
      size: some([1, 2, 3]),
      severity: some(['low', 'high']),
    }),
  )
  const spans = Array.from({ length: 20 }, () =>
    span({
      spanId: spanId(some([1, 2, 3, 4])),
      start: at(some([1, 2, 3])),
      resource: some([SHORT_RESOURCE, WHOLE_RESOURCE, { ...WHOLE_RESOURCE, 'service.name': 'x' }]),
      attributes: some<Record<string, number>>([{ a: 1 }, { b: 1 }, { a: 1, b: 1 }]),
    }),
  )
  const containers = [3, 1, 2].map((n) => ({
    container: CONTAINER_A,
    function: { name: 'orders', account: String(n) },
    initStart: at(n),
  }))
  return intake({ invocations, findings, spans, containers })
}

/** The intake in up to six pieces and an arbitrary order, about a third of it twice. */
function split(whole: Intake, random: () => number): Intake[] {
  const pieces = 1 + Math.floor(random() * 6)
  const dealt = <T>(items: readonly T[]): T[][] => {
    const doubled = items.flatMap((item) => (random() < 0.3 ? [item, item] : [item]))
    const hands: T[][] = Array.from({ length: pieces }, () => [])
    for (const item of shuffled(doubled, random)) hands[Math.floor(random() * pieces)]!.push(item)
    return hands
  }
  const [spans, invocations] = [dealt(whole.spans), dealt(whole.invocations)]
  const [findings, containers] = [dealt(whole.findings), dealt(whole.containers)]
  return spans.map((_, n) => ({
    spans: spans[n]!,
    invocations: invocations[n]!,
    findings: findings[n]!,
    containers: containers[n]!,
  }))
}
