import { key, ROOT_LINE_IMPLIES, ROOT_LINE_NUMBERS } from '@thermocline/wire'
import type { RootLine } from '@thermocline/wire'

/**
 * The OTLP/JSON request that a line of encoding `root` stands for, or why it cannot be read. Ids, times and attributes
 * are left to the reader of requests.
 */
export function rootRequest(d: unknown, requestId: unknown): object | string {
  if (!isRootLine(d)) return 'span line: d must be a root line of ten parts'
  const [name, container, process, traceId, spanId, parentSpanId, start, duration, numbers, others] = d
  const counted = numbers.map((value, index) => [ROOT_LINE_NUMBERS[index], value] as const)
  const attributes = {
    [key.FAAS_INVOCATION_ID]: requestId,
    [key.FAAS_INVOCATION_ID_OLD]: requestId,
    [key.CONTAINER_ID]: container,
    [key.PROCESS_ID]: process,
    ...ROOT_LINE_IMPLIES,
    // A later SDK may send more of them than this reader knows.
    ...Object.fromEntries(counted.filter(([known, value]) => known !== undefined && value !== null)),
    ...others,
  }
  const span = {
    name,
    kind: SERVER,
    traceId,
    spanId,
    ...(parentSpanId === '' ? {} : { parentSpanId }),
    startTimeUnixNano: nanoseconds(start),
    endTimeUnixNano: nanoseconds(start + duration),
    attributes: keyValues(attributes),
  }
  const resource = { [key.SERVICE_INSTANCE_ID]: container, [key.PROCESS_ID]: process }
  const scopeSpans = [{ scope: { name: key.SCOPE_NAME }, spans: [span] }]
  return { resourceSpans: [{ resource: { attributes: keyValues(resource) }, scopeSpans }] }
}

/** SPAN_KIND_SERVER of OTLP. */
const SERVER = 2

const SHAPE = [
  'string',
  'string',
  'string',
  'string',
  'string',
  'string',
  'number',
  'number',
  'object',
  'object',
]

function isRootLine(d: unknown): d is RootLine {
  if (!Array.isArray(d) || d.length < SHAPE.length) return false
  if (!SHAPE.every((type, index) => typeof d[index] === type && d[index] !== null)) return false
  const [start, duration, numbers, others] = d.slice(6) as unknown[]
  const times = [start, duration].every((time) => Number.isSafeInteger(time) && Number(time) >= 0)
  return times && Array.isArray(numbers) && !Array.isArray(others)
}

function nanoseconds(microseconds: number): string {
  return `${microseconds}000`
}

function keyValues(attributes: Readonly<Record<string, unknown>>): object[] {
  return Object.entries(attributes).map(([name, value]) => ({ key: name, value: anyValue(value) }))
}

function anyValue(value: unknown): object {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? { intValue: value } : { doubleValue: value }
  return Array.isArray(value) ? { arrayValue: { values: value.map(anyValue) } } : {}
}
