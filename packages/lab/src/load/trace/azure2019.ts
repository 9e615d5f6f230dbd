import { ThermoclineError, unixUs } from '@thermocline/wire'
import type { UnixUs } from '@thermocline/wire'
import { columnNames, numberIn, readCsv, textIn, wholeIn } from './csv.ts'
import type { Row } from './csv.ts'
import type { TraceFormat } from './formats.ts'
import type { TracedArrival, TraceFile, TraceFunction } from './trace.ts'

/**
 * Azure Functions 2019 (Shahrad, ATC'20): invocations by minute in one file, percentiles of their durations in another.
 * The k-th of c invocations in a minute starts k/c into it; the n-th of a function lasts the percentile at n*37 mod 100.
 */
export const azure2019: TraceFormat = {
  name: 'azure2019',
  sniff: (text) => isOfInvocations(text) || isOfDurations(text),
  parse(files) {
    const invocations = readCsv(only(files, isOfInvocations))
    const durations = readCsv(only(files, isOfDurations))
    const percentiles = new Map(durations.map((row) => [functionKey(row), percentilesOf(row)]))
    return invocations.map((row) => toFunction(row, percentiles))
  },
}

function isOfInvocations(text: string): boolean {
  return hasColumns(text, ['HashApp', 'HashFunction', 'Trigger'])
}

function isOfDurations(text: string): boolean {
  return hasColumns(text, ['HashApp', 'HashFunction', 'percentile_Average_50'])
}

function hasColumns(text: string, wanted: readonly string[]): boolean {
  const columns = new Set(columnNames(text))
  return wanted.every((column) => columns.has(column))
}

function only(files: readonly TraceFile[], belongs: (text: string) => boolean): TraceFile {
  const found = files.filter(({ text }) => belongs(text))
  if (found.length === 1 && files.length === 2) return found[0]!
  const names = files.map(({ name }) => name).join(' and ')
  throw new ThermoclineError('bad_log', `${WANTED_FILES}, got ${names}`)
}

const WANTED_FILES =
  'an azure2019 trace must be two files, the invocations by minute and the percentiles of durations'

function functionKey(row: Row): string {
  return `${textIn(row, 'HashApp').slice(0, 12)}/${textIn(row, 'HashFunction').slice(0, 12)}`
}

interface Percentile {
  /** Holds for positions below this one. */
  readonly below: number
  readonly ms: number
}

const PERCENTILES = [1, 25, 50, 75, 99, 100] as const

function percentilesOf(row: Row): Percentile[] {
  return PERCENTILES.map((percent) => ({
    below: percent,
    ms: Math.max(1, Math.trunc(numberIn(row, `percentile_Average_${percent}`))),
  }))
}

function toFunction(row: Row, percentiles: ReadonlyMap<string, readonly Percentile[]>): TraceFunction {
  const name = functionKey(row)
  return { name, trigger: textIn(row, 'Trigger'), arrivals: arrivalsIn(row, percentiles.get(name)) }
}

/**
 * Made anew each time it is walked: a busy function has hundreds of thousands. A function whose invocations all ended
 * outside of the trace has no durations.
 */
function arrivalsIn(row: Row, durations: readonly Percentile[] | undefined): Iterable<TracedArrival> {
  const minutes = Object.keys(row.fields).filter((column) => /^\d+$/.test(column))
  const counts = minutes.map((minute) => wholeIn(row, minute))
  return {
    *[Symbol.iterator]() {
      let n = 0
      for (const [minute, count] of counts.entries()) {
        for (let k = 0; k < count; k++, n++) {
          const at = fromMs(minute * 60_000 + Math.floor((k * 60_000) / count))
          yield { at, durationUs: durations === undefined ? null : durationUs(durations, (n * 37) % 100) }
        }
      }
    },
  }
}

function durationUs(percentiles: readonly Percentile[], position: number): number {
  return percentiles.find(({ below }) => position < below)!.ms * 1000
}

function fromMs(value: number): UnixUs {
  return unixUs(value * 1000)
}
