import {
  EMPTY_INTAKE,
  key,
  ms,
  unixUs,
  type Attributes,
  type ContainerId,
  type FindingSighting,
  type Intake,
  type InvocationSighting,
  type RequestId,
  type SpanId,
  type SpanRow,
  type TraceId,
  type UnixUs,
} from '@thermocline/wire'

/** Microseconds: this many seconds after a fixed day. */
export function at(seconds: number): UnixUs {
  return unixUs(1_780_000_000_000_000 + Math.round(seconds * 1e6))
}

export const CONTAINER_A = '2026/11/23/[$LATEST]aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' as ContainerId
export const CONTAINER_B = '2026/11/23/[$LATEST]bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb' as ContainerId

export function traceId(n: number): TraceId {
  return n.toString(16).padStart(32, '0') as TraceId
}

export function spanId(n: number): SpanId {
  return n.toString(16).padStart(16, '0') as SpanId
}

export function sighting(over: Partial<InvocationSighting> = {}): InvocationSighting {
  return {
    source: 'span',
    function: { name: 'orders' },
    container: CONTAINER_A,
    requestId: 'r1' as RequestId,
    start: at(0),
    ...over,
  }
}

export function finding(over: Partial<FindingSighting> = {}): FindingSighting {
  return {
    function: { name: 'orders' },
    container: CONTAINER_A,
    process: 'p1',
    key: 'module_variable:seen',
    kind: 'module_variable',
    class: 'growth',
    severity: 'medium',
    name: 'seen',
    location: 'index.mjs:3',
    confidence: 0.8,
    seenAt: at(10),
    invocations: 4,
    trace: { traceId: traceId(1), spanId: spanId(1) },
    ...over,
  }
}

export const WHOLE_RESOURCE: Attributes = {
  [key.FAAS_NAME]: 'orders',
  [key.SERVICE_INSTANCE_ID]: CONTAINER_A,
  [key.PROCESS_ID]: 'p1',
  [key.LOG_GROUP_NAMES]: ['/aws/lambda/orders'],
}

export const SHORT_RESOURCE: Attributes = {
  [key.SERVICE_INSTANCE_ID]: CONTAINER_A,
  [key.PROCESS_ID]: 'p1',
}

export function span(over: Partial<SpanRow> = {}): SpanRow {
  return {
    traceId: traceId(1),
    spanId: spanId(1),
    name: 'orders',
    kind: 'server',
    start: at(0),
    end: at(1),
    status: 'unset',
    statusMessage: '',
    scope: '@thermocline/lambda',
    resource: WHOLE_RESOURCE,
    attributes: { [key.CONTAINER_INVOCATION]: 1 },
    links: [],
    events: [],
    ...over,
  }
}

export function intake(over: Partial<Intake>): Intake {
  return { ...EMPTY_INTAKE, ...over }
}

export { ms }

/** Numbers in [0, 1) that are the same on every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const tagged = items.map((item) => ({ item, order: random() }))
  return tagged.toSorted((a, b) => a.order - b.order).map(({ item }) => item)
}
