import {
  key,
  ms,
  type Attributes,
  type ContainerId,
  type FindingSighting,
  type InvocationSighting,
  type RequestId,
  type SpanRow,
} from '@thermocline/wire'
import { at, spanId, traceId } from '@thermocline/testkit/rows'

export const START_MS = 1_780_000_000_000

/** An invocation of `container` that began at `start` and lasted `lasts` seconds. */
export function sighting(
  container: string,
  start: number,
  lasts: number,
  over: Partial<InvocationSighting> = {},
): InvocationSighting {
  return {
    source: 'log',
    function: { name: 'orders' },
    container: container as ContainerId,
    requestId: `${container}@${start}` as RequestId,
    start: at(start),
    end: at(start + lasts),
    duration: ms(lasts * 1000),
    outcome: 'ok',
    ...over,
  }
}

/** What a REPORT line with Init Duration gives, in seconds. */
function cold(init: number): Partial<InvocationSighting> {
  return { startKind: 'cold', init: { duration: ms(init * 1000), source: 'report' } }
}

export function finding(over: Partial<FindingSighting> = {}): FindingSighting {
  return {
    function: { name: 'orders' },
    container: 'a' as ContainerId,
    process: 'p1',
    key: 'module_variable:seen',
    kind: 'module_variable',
    class: 'growth',
    severity: 'medium',
    name: 'seen',
    confidence: 0.8,
    seenAt: at(10),
    invocations: 4,
    trace: { traceId: traceId(1), spanId: spanId(1) },
    ...over,
  }
}

/** The resource of an SDK's span. */
export function resource(over: Attributes = {}): Attributes {
  return {
    [key.SCHEMA]: 1,
    [key.FAAS_NAME]: 'orders',
    [key.SERVICE_INSTANCE_ID]: 'a',
    [key.PROCESS_ID]: 'p1',
    ...over,
  }
}

export function span(id: number, parent: number | null, start: number, over: Partial<SpanRow> = {}): SpanRow {
  return {
    traceId: traceId(1),
    spanId: spanId(id),
    ...(parent !== null && { parentSpanId: spanId(parent) }),
    name: `span ${id}`,
    kind: 'internal',
    start: at(start),
    end: at(start + 1),
    status: 'unset',
    statusMessage: '',
    scope: key.SCOPE_NAME,
    resource: resource(),
    attributes: {},
    links: [],
    events: [],
    ...over,
  }
}

/**
 * A run written for this project. Containers of orders: a (5 invocations, one a timeout and the next a reinit),
 * b (2, scaled out while a was busy), c (1, after all had expired), old (2, began before the run).
 */
export const RUN: readonly InvocationSighting[] = [
  sighting('old', 0, 1),
  sighting('old', 20, 1),
  sighting('a', 30, 5, cold(0.5)),
  sighting('b', 32, 1, cold(0.25)),
  sighting('a', 40, 1),
  sighting('b', 40.5, 1),
  sighting('a', 50, 3, { outcome: 'timeout' }),
  sighting('a', 60, 2),
  sighting('a', 90, 1, { outcome: 'error', errorType: 'TypeError' }),
  sighting('c', 600, 2, cold(0.75)),
]
