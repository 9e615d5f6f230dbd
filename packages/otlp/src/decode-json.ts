import type {
  Attributes,
  AttributeValue,
  SpanEvent,
  SpanId,
  SpanLink,
  SpanRow,
  TraceId,
} from '@thermocline/wire'
import { unixUs } from '@thermocline/wire'
import type { Collected } from './collect.ts'
import { collected, doubleValue, isAllZero, keep, keepLink, put, spanKind, spanStatus } from './collect.ts'
import type { JsonObject, Place } from './json-reader.ts'
import {
  bytesOf,
  enumOf,
  idOf,
  inside,
  int64Of,
  itemsOf,
  objectOf,
  parseJson,
  placeOf,
  refuse,
  textOf,
  timeOf,
} from './json-reader.ts'
import type { OtlpLimits } from './limits.ts'

// OTLP/JSON: ids in hex, 64-bit integers as strings or numbers, enums as numbers, lowerCamelCase names.
// https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding

const KIND_NAMES = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'].map(
  (name) => `SPAN_KIND_${name}`,
)
const STATUS_NAMES = ['UNSET', 'OK', 'ERROR'].map((name) => `STATUS_CODE_${name}`)

/** The spans of an ExportTraceServiceRequest in JSON. Throws `bad_otlp` or `too_large`, with the JSON path. */
export function decodeJson(body: Uint8Array, limits: OtlpLimits): Collected {
  const place = placeOf(limits)
  const request = objectOf(parseJson(body), place)
  // Unknown names are passed over, as the specification asks; these would lose every span without a word.
  if ('resource_spans' in request) throw refuse(place, 'must have lowerCamelCase names, got "resource_spans"')
  const into = collected()
  for (const item of itemsOf(request, 'resourceSpans', place)) {
    inside(place, 'resourceSpans', item, (entry) => resourceSpans(entry, place, into))
  }
  return into
}

function resourceSpans(entry: JsonObject, place: Place, into: Collected): void {
  let resource: Attributes = {}
  if (entry['resource'] !== undefined && entry['resource'] !== null) {
    inside(place, 'resource', { value: entry['resource'] }, (message) => {
      resource = attributesOf(message, place)
    })
  }
  for (const item of itemsOf(entry, 'scopeSpans', place)) {
    inside(place, 'scopeSpans', item, (scope) => scopeSpans(scope, resource, place, into))
  }
}

function scopeSpans(entry: JsonObject, resource: Attributes, place: Place, into: Collected): void {
  const { limits } = place
  let scope = ''
  if (entry['scope'] !== undefined && entry['scope'] !== null) {
    inside(place, 'scope', { value: entry['scope'] }, (message) => {
      scope = textOf(message, 'name', place)
    })
  }
  for (const item of itemsOf(entry, 'spans', place)) {
    inside(place, 'spans', item, (message) => keep(into, span(message, scope, resource, place, into), limits))
  }
}

function span(
  message: JsonObject,
  scope: string,
  resource: Attributes,
  place: Place,
  into: Collected,
): SpanRow {
  const parentSpanId = idOf(message, 'parentSpanId', 16, place)
  const status = statusOf(message, place)
  const row: Omit<SpanRow, 'parentSpanId'> = {
    traceId: present(message, 'traceId', 32, place) as TraceId,
    spanId: present(message, 'spanId', 16, place) as SpanId,
    name: textOf(message, 'name', place),
    kind: spanKind(enumOf(message, 'kind', KIND_NAMES, place)),
    start: unixUs(timeOf(message, 'startTimeUnixNano', place)),
    end: unixUs(timeOf(message, 'endTimeUnixNano', place)),
    status: spanStatus(status.code),
    statusMessage: status.message,
    scope,
    resource,
    attributes: attributesOf(message, place),
    links: linksOf(message, place, into),
    events: eventsOf(message, place),
  }
  if (parentSpanId === undefined || isAllZero(parentSpanId)) return row
  return { ...row, parentSpanId: parentSpanId as SpanId }
}

function statusOf(message: JsonObject, place: Place): { code: number; message: string } {
  const value = message['status']
  if (value === undefined || value === null) return { code: 0, message: '' }
  return inside(place, 'status', { value }, (status) => ({
    code: enumOf(status, 'code', STATUS_NAMES, place),
    message: textOf(status, 'message', place),
  }))
}

function linksOf(message: JsonObject, place: Place, into: Collected): readonly SpanLink[] {
  let links: SpanLink[] | undefined
  for (const item of itemsOf(message, 'links', place, place.limits.linksPerSpan)) {
    inside(place, 'links', item, (link) => {
      const traceId = idOf(link, 'traceId', 32, place)
      const spanId = idOf(link, 'spanId', 16, place)
      links = keepLink(links, { traceId, spanId, attributes: attributesOf(link, place) }, into)
    })
  }
  return links ?? []
}

function eventsOf(message: JsonObject, place: Place): readonly SpanEvent[] {
  const items = [...itemsOf(message, 'events', place, place.limits.eventsPerSpan)]
  return items.map((item) =>
    inside(place, 'events', item, (event) => ({
      time: unixUs(timeOf(event, 'timeUnixNano', place)),
      name: textOf(event, 'name', place),
      attributes: attributesOf(event, place),
    })),
  )
}

function attributesOf(message: JsonObject, place: Place): Attributes {
  return keyValues(message, 'attributes', place.limits.attributes, place, 0)
}

function keyValues(
  message: JsonObject,
  field: string,
  most: number,
  place: Place,
  depth: number,
): Attributes {
  const target: Record<string, AttributeValue> = {}
  for (const item of itemsOf(message, field, place, most)) {
    inside(place, field, item, (entry) => {
      put(target, textOf(entry, 'key', place), valueIn(entry, 'value', place, depth))
    })
  }
  return target
}

function valueIn(entry: JsonObject, field: string, place: Place, depth: number): AttributeValue {
  const value = entry[field]
  if (value === undefined || value === null) return null
  return inside(place, field, { value }, (any) => anyValue(any, place, depth))
}

function anyValue(any: JsonObject, place: Place, depth: number): AttributeValue {
  if (has(any, 'stringValue')) return textOf(any, 'stringValue', place)
  if (has(any, 'boolValue')) return boolOf(any, place)
  if (has(any, 'intValue')) return int64Of(any, 'intValue', place)
  if (has(any, 'doubleValue')) return doubleOf(any, place)
  if (has(any, 'arrayValue')) return arrayOf(any, place, depth + 1)
  if (has(any, 'kvlistValue')) return listOf(any, place, depth + 1)
  if (has(any, 'bytesValue')) return bytesOf(any, 'bytesValue', place)
  return null
}

function boolOf(any: JsonObject, place: Place): boolean {
  const value = any['boolValue']
  if (typeof value === 'boolean') return value
  throw refuse(place, 'boolValue must be true or false', value)
}

function doubleOf(any: JsonObject, place: Place): AttributeValue {
  const value = any['doubleValue']
  if (typeof value === 'number') return doubleValue(value)
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return value
  if (typeof value === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value))
    return doubleValue(Number(value))
  throw refuse(place, 'doubleValue must be a number', value)
}

function arrayOf(any: JsonObject, place: Place, depth: number): AttributeValue {
  place.bounded('lists inside each other', place.limits.depth, depth)
  return inside(place, 'arrayValue', { value: any['arrayValue'] }, (list) => {
    const items = [...itemsOf(list, 'values', place, place.limits.listEntries)]
    return items.map((item) =>
      item.value === null ? null : inside(place, 'values', item, (entry) => anyValue(entry, place, depth)),
    )
  })
}

function listOf(any: JsonObject, place: Place, depth: number): AttributeValue {
  place.bounded('lists inside each other', place.limits.depth, depth)
  return inside(place, 'kvlistValue', { value: any['kvlistValue'] }, (list) =>
    keyValues(list, 'values', place.limits.listEntries, place, depth),
  )
}

function has(any: JsonObject, field: string): boolean {
  return any[field] !== undefined && any[field] !== null
}

function present(message: JsonObject, field: string, digits: number, place: Place): string {
  const id = idOf(message, field, digits, place)
  if (id === undefined) throw refuse(place, `${field} must be present`, message[field])
  if (isAllZero(id)) throw refuse(place, `${field} must not be all zero`)
  return id
}
