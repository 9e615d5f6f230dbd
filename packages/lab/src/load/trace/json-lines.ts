import { unixUs } from '@thermocline/wire'
import { badRow } from './csv.ts'
import type { TraceFormat } from './formats.ts'
import { byFunction } from './grouped.ts'
import type { NamedArrival } from './grouped.ts'
import type { TraceFile } from './trace.ts'

/** One JSON object a line: `{"at": ms, "function": name, "durationMs": n, "tenant": text}`, of which only `at` must be. */
export const jsonLines: TraceFormat = {
  name: 'json-lines',
  sniff: (text) => /^\u{feff}?\s*\{/u.test(text.slice(0, 1000)),
  parse: (files) => byFunction(files.flatMap(readLines)),
}

type Fields = Readonly<Record<string, unknown>>

function readLines({ name: source, text }: TraceFile): NamedArrival[] {
  return text
    .replace(/^\u{feff}/u, '')
    .split('\n')
    .flatMap((content, index) =>
      content.trim() === '' ? [] : [toArrival(content, { source, line: index + 1 })],
    )
}

interface Place {
  readonly source: string
  readonly line: number
}

function toArrival(content: string, place: Place): NamedArrival {
  const fields = parseLine(content, place)
  const unknown = Object.keys(fields).find((key) => !KNOWN.includes(key))
  if (unknown !== undefined) throw badRow(place, `must have only ${KNOWN.join(', ')}, got ${unknown}`)
  const tenant = optional(fields, 'tenant', isName, 'a text that is not empty', place)
  const durationMs = optional(fields, 'durationMs', isMs, WANTED_MS, place)
  if (!isMs(fields['at'])) throw badField(fields, 'at', WANTED_MS, place)
  return {
    name: optional(fields, 'function', isName, 'a text that is not empty', place) ?? 'trace',
    arrival: {
      at: unixUs(Math.round(fields['at'] * 1000)),
      durationUs: durationMs === undefined ? null : Math.round(durationMs * 1000),
      ...(tenant === undefined ? {} : { tenant }),
    },
  }
}

const KNOWN: readonly string[] = ['at', 'function', 'durationMs', 'tenant']
const WANTED_MS = '0 or more milliseconds'

function parseLine(content: string, place: Place): Fields {
  const value = parsed(content)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw badRow(place, 'must be a JSON object')
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}

function optional<T>(
  fields: Fields,
  key: string,
  fits: (value: unknown) => value is T,
  wanted: string,
  place: Place,
): T | undefined {
  const value = fields[key]
  if (value === undefined || fits(value)) return value
  throw badField(fields, key, wanted, place)
}

function badField(fields: Fields, key: string, wanted: string, place: Place): Error {
  return badRow(place, `must have ${wanted} as ${key}, got ${JSON.stringify(fields[key])}`)
}

function isMs(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 8.64e15
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
