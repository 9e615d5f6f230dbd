import {
  ms,
  type ContainerId,
  type ContainerRow,
  type FindingRow,
  type InvocationRow,
  type RequestId,
  type SpanId,
  type TraceId,
} from '@thermocline/wire'
import { at } from '@thermocline/testkit/rows'
import { understand, type UnderstoodFunction } from '../src/index.ts'

let requests = 0

/** An invocation of `container` that began at `start` and lasted `lasts` seconds; null: its end was not seen. */
export function row(
  container: string,
  start: number,
  lasts: number | null,
  over: Partial<InvocationRow> = {},
): InvocationRow {
  return {
    function: { name: 'orders' },
    container: container as ContainerId,
    requestId: `r${++requests}` as RequestId,
    attempt: 1,
    sources: ['log'],
    start: at(start),
    outcome: 'ok',
    ...(lasts !== null && { end: at(start + lasts), duration: ms(lasts * 1000) }),
    ...over,
  }
}

/** What a REPORT line with Init Duration gives, in seconds. */
export function cold(init: number): Partial<InvocationRow> {
  return { startKind: 'cold', init: { duration: ms(init * 1000), source: 'report' } }
}

export function containerRow(container: string, initStart: number): ContainerRow {
  return { container: container as ContainerId, function: { name: 'orders' }, initStart: at(initStart) }
}

export function findingRow(over: Partial<FindingRow> = {}): FindingRow {
  return {
    function: { name: 'orders' },
    container: 'a' as ContainerId,
    process: 'p1',
    key: 'k',
    kind: 'module_variable',
    class: 'growth',
    severity: 'medium',
    name: 'seen',
    location: 'index.mjs:3',
    confidence: 0.8,
    firstSeen: at(0),
    lastSeen: at(10),
    invocations: 4,
    trace: { traceId: '1'.repeat(32) as TraceId, spanId: '1'.repeat(16) as SpanId },
    ...over,
  }
}

/** The only function of these rows. */
export function understood(
  invocations: readonly InvocationRow[],
  containers: readonly ContainerRow[] = [],
): UnderstoodFunction {
  const ascending = invocations.toSorted((a, b) => a.start - b.start)
  const functions = understand({ invocations: ascending, containers, findings: [], ignored: [] })
  if (functions.length !== 1) throw new Error(`wanted rows of one function, got ${functions.length}`)
  return functions[0]!
}
