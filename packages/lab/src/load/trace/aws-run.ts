import { basename } from 'node:path'
import { unixUs } from '@thermocline/wire'
import { badRow, columnNames, numberIn, readCsv, textIn } from './csv.ts'
import type { Row } from './csv.ts'
import type { TraceFormat } from './formats.ts'
import type { TracedArrival, TraceFunction } from './trace.ts'

/**
 * A run of one function on real AWS Lambda, as pacslab's serverless-performance-modeling keeps it: begin and end of each
 * invocation in milliseconds since 1970, its container, and whether it was cold. Several files are several functions.
 */
export const awsRun: TraceFormat = {
  name: 'aws-run',
  sniff(text) {
    const columns = new Set(columnNames(text))
    return ['is_cold', 'exist_id', 'start_time', 'end_time'].every((column) => columns.has(column))
  },
  parse: (files) =>
    files.map((file) => {
      const arrivals = readCsv(file).map(toArrival)
      return {
        name: basename(file.name, '.csv'),
        arrivals: arrivals.toSorted((a, b) => a.at - b.at),
        ...coldExtra(arrivals),
      }
    }),
}

function toArrival(row: Row): TracedArrival {
  const at = unixUs(Math.round(numberIn(row, 'start_time') * 1000))
  const durationUs = Math.round(numberIn(row, 'end_time') * 1000) - at
  if (durationUs < 0) throw badRow(row, 'must have an end_time at or after its start_time')
  return { at, durationUs, cold: isCold(row), container: textIn(row, 'exist_id') }
}

function isCold(row: Row): boolean {
  const text = textIn(row, 'is_cold')
  if (text === 'True' || text === 'False') return text === 'True'
  throw badRow(row, `must have True or False as is_cold, got ${JSON.stringify(text)}`)
}

/** The difference of the medians; nothing where the run was all cold or all warm. */
function coldExtra(arrivals: readonly TracedArrival[]): Pick<TraceFunction, 'coldExtraUs'> {
  const [cold, warm] = [true, false].map((kind) =>
    medianDuration(arrivals.filter((one) => one.cold === kind)),
  )
  if (cold === undefined || warm === undefined) return {}
  return { coldExtraUs: Math.max(0, cold - warm) }
}

function medianDuration(arrivals: readonly TracedArrival[]): number | undefined {
  const sorted = arrivals.map(({ durationUs }) => durationUs ?? 0).toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)]
}
