import { unixUs } from '@thermocline/wire'
import { badRow, columnNames, numberIn, readCsv, textIn } from './csv.ts'
import type { Row } from './csv.ts'
import type { TraceFormat } from './formats.ts'
import { byFunction } from './grouped.ts'
import type { NamedArrival } from './grouped.ts'

/** Azure Functions 2021 (Zhang, SOSP'21): the end and the duration of each invocation, in seconds. */
export const azure2021: TraceFormat = {
  name: 'azure2021',
  sniff: (text) => columnNames(text).join() === 'app,func,end_timestamp,duration',
  parse: (files) => byFunction(files.flatMap(readCsv).map(toArrival)),
}

function toArrival(row: Row): NamedArrival {
  const durationMs = Math.round(numberIn(row, 'duration') * 1000)
  const startMs = Math.round(numberIn(row, 'end_timestamp') * 1000) - durationMs
  if (startMs < 0)
    throw badRow(row, 'must end after the trace began, got a duration beyond its end_timestamp')
  return {
    name: `${textIn(row, 'app').slice(0, 12)}-${textIn(row, 'func').slice(0, 12)}`,
    arrival: { at: unixUs(startMs * 1000), durationUs: durationMs * 1000 },
  }
}
