import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { key, ROOT_LINE_IMPLIES, ROOT_LINE_LEAVES_OUT, ROOT_LINE_NUMBERS } from '@thermocline/wire'
import type { Attributes } from '../spans/otel.ts'

/**
 * The `d` of a line for a root span that says no more than such a line can: an undisturbed warm invocation. Undefined
 * for any other. `known` are the attributes that were sent with the first root span of the process.
 */
export function rootLine(root: ReadableSpan, known: Attributes): string | undefined {
  const { attributes } = root
  if (attributes[key.START] !== 'warm' || root.kind !== SpanKind.SERVER) return undefined
  if (root.status.code !== SpanStatusCode.UNSET || root.links.length > 0 || root.events.length > 0)
    return undefined
  const { traceId, spanId } = root.spanContext()
  const parent = root.parentSpanContext?.spanId ?? ''
  const names = `${json(root.name)},${json(attributes[key.CONTAINER_ID])},${json(attributes[key.PROCESS_ID])}`
  const times = `${microseconds(root.startTime)},${microseconds(root.duration)}`
  return `[${names},"${traceId}","${spanId}","${parent}",${times},${written(attributes, known)}]`
}

// What stands elsewhere on the line; what is left out where it is as it was; a place among the numbers.
const ON_THE_LINE = -1
const AS_IT_WAS = -2
let places: ReadonlyMap<string, number> | undefined

// Made when it is first asked for: what fails while a module is loaded, fails the function.
function placesOfNames(): ReadonlyMap<string, number> {
  const made = new Map<string, number>()
  for (const name of ROOT_LINE_LEAVES_OUT) made.set(name, AS_IT_WAS)
  for (const [index, name] of ROOT_LINE_NUMBERS.entries()) made.set(name, index)
  const onTheLine = [key.FAAS_INVOCATION_ID, key.FAAS_INVOCATION_ID_OLD, key.CONTAINER_ID, key.PROCESS_ID]
  for (const name of onTheLine) made.set(name, ON_THE_LINE)
  return made
}

/** The numbers and the others, in one pass: of some thirty attributes few are written by name. */
function written(attributes: Attributes, known: Attributes): string {
  const numbers: (number | string)[] = ROOT_LINE_NUMBERS.map(() => 'null')
  let others = ''
  places ??= placesOfNames()
  for (const name in attributes) {
    const value = attributes[name]
    if (value === undefined) continue
    const place = places.get(name)
    if (place === ON_THE_LINE) continue
    if (place !== undefined && place >= 0) numbers[place] = tenth(value)
    else if (value !== (place === AS_IT_WAS ? known[name] : ROOT_LINE_IMPLIES[name]))
      others += `${others && ','}${json(name)}:${json(value)}`
  }
  return `[${numbers.join()}],{${others}}`
}

function tenth(value: unknown): number | string {
  return typeof value === 'number' ? Math.round(value * 10) / 10 : 'null'
}

// Nearly all texts are of letters, digits and the like: a third of the time of asking JSON for each.
const PLAIN = /^[\w $()*,./:;=?@[\]{|}~+-]*$/

function json(value: unknown): string {
  return typeof value === 'string' && PLAIN.test(value) ? `"${value}"` : JSON.stringify(value ?? '')
}

function microseconds([seconds, nanoseconds]: readonly [number, number]): number {
  return seconds * 1e6 + Math.round(nanoseconds / 1000)
}
