import {
  key,
  type Attributes,
  type ContainerId,
  type FindingSighting,
  type InvocationSighting,
  type RequestId,
  type SpanRow,
} from '@thermocline/wire'
import { at, spanId, traceId } from '@thermocline/testkit/rows'

export const CONTAINER_A = '2026/11/23/[$LATEST]aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' as ContainerId
export const CONTAINER_B = '2026/11/23/[$LATEST]bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb' as ContainerId

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
