import { ThermoclineError } from '@thermocline/wire'
import { awsRun } from './aws-run.ts'
import { azure2019 } from './azure2019.ts'
import { azure2021 } from './azure2021.ts'
import { jsonLines } from './json-lines.ts'
import type { TraceFile, TraceFunction } from './trace.ts'

/** One shape in which recorded arrivals come. */
export interface TraceFormat {
  readonly name: string
  /** Whether a text is of this shape, by its beginning alone: a broken file is still recognised. */
  sniff(text: string): boolean
  /** Throws `bad_log` naming the line that cannot be read. */
  parse(files: readonly TraceFile[]): TraceFunction[]
}

/** Every shape that is understood; the first that recognises a text reads it. */
const TRACE_FORMATS: readonly TraceFormat[] = [azure2019, azure2021, awsRun, jsonLines]

/**
 * The functions of a trace, which may be in several files of one format. Throws `unknown_format` naming those there are,
 * `bad_log` naming the line that cannot be read.
 */
export function readTrace(files: readonly TraceFile[]): TraceFunction[] {
  const [format, ...others] = new Set(files.map(formatOf))
  if (format !== undefined && others.length === 0) return format.parse(files)
  const met = [format, ...others].map((one) => one?.name ?? 'none').join(' and ')
  throw new ThermoclineError('unknown_format', `a trace must be files of one format, got ${met}`)
}

function formatOf({ name, text }: TraceFile): TraceFormat {
  const format = TRACE_FORMATS.find((candidate) => candidate.sniff(text))
  if (format !== undefined) return format
  const known = TRACE_FORMATS.map((one) => one.name).join(', ')
  const begin = JSON.stringify(text.slice(0, 60))
  throw new ThermoclineError(
    'unknown_format',
    `${name} must be a trace of a known format (${known}), got ${begin}`,
  )
}
