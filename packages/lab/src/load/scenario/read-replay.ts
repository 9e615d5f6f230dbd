import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ThermoclineError } from '@thermocline/wire'
import { readTrace } from '../trace/formats.ts'
import { workUs } from '../trace/trace.ts'
import type { TraceFile, TraceFunction } from '../trace/trace.ts'
import { hint } from './hint.ts'
import { badPlace, given, itemsOf, nameOf } from './place.ts'
import type { Place } from './place.ts'
import type { ReplayedArrival } from './scenario.ts'
import { optional, text, within } from './values.ts'

/**
 * The calls of a trace, or of one function of it, counted from the first call in its files: traffics that each take one
 * function of a trace stay in step. Throws `bad_setting` for a file that cannot be read or a function that is not there.
 */
export function readReplay(
  { files, only }: Readonly<Record<'files' | 'only', Place>>,
  folder: string,
): ReplayedArrival[] {
  const places = Array.isArray(files.value) ? itemsOf(files, 1) : [files]
  const texts = places.map((place) => readFile(place, folder))
  const trace = within(files, () => readTrace(texts))
  const wanted = optional(only, text, undefined)
  const chosen = trace.filter(({ name }) => wanted === undefined || name === wanted)
  if (given(only) && chosen.length === 0) throw noSuchFunction(only, trace)
  const begin = beginOf(trace)
  return chosen.flatMap((fn) => replayed(fn, begin)).toSorted((a, b) => a.atUs - b.atUs)
}

function readFile(place: Place, folder: string): TraceFile {
  const name = text(place)
  try {
    return { name, text: readFileSync(resolve(folder, name), 'utf8') }
  } catch {
    throw badPlace(place, `a file that can be read from ${folder}`)
  }
}

/** The earliest call of all; `Infinity` where there is none. */
function beginOf(trace: readonly TraceFunction[]): number {
  return trace.reduce((earliest, { arrivals }) => {
    const first = arrivals[Symbol.iterator]().next()
    return first.done === true ? earliest : Math.min(earliest, first.value.at)
  }, Infinity)
}

function replayed(fn: TraceFunction, beginUs: number): ReplayedArrival[] {
  return [...fn.arrivals].map((arrival) => ({
    atUs: arrival.at - beginUs,
    durationUs: workUs(arrival, fn),
    tenant: arrival.tenant ?? null,
  }))
}

function noSuchFunction(place: Place, trace: readonly TraceFunction[]): ThermoclineError {
  const names = trace.map(({ name }) => name)
  const message = `${nameOf(place)} must be a function of the trace, got ${JSON.stringify(place.value)}: ${hint(String(place.value), names)}`
  return new ThermoclineError('bad_setting', message)
}
