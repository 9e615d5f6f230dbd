import type { Command } from 'commander'
import type { Analyzer } from '@thermocline/analyzer'
import type { LogOptions, LogReading } from '@thermocline/logs'
import { ThermoclineError, UNKNOWN_FUNCTION } from '@thermocline/wire'
import { ask, canAsk } from '../ask.ts'
import { openOwn, USER_FOLDER } from '../data-folder.ts'
import { EXIT, exitCodeOf } from '../exit.ts'
import { importSummary } from '../import-summary.ts'
import { inOrder } from '../in-order.ts'
import { readInput, STDIN } from '../input-file.ts'
import { note, noteFailure, print, visible } from '../terminal.ts'

interface ImportOptions {
  readonly data: string
  readonly logGroup?: string
  readonly function?: string
  readonly logStream?: string
  readonly strict?: true
}

export function importCommand(program: Command): void {
  program
    .command('import')
    .summary('read CloudWatch logs you already have')
    .description('Reads files of CloudWatch logs into the data folder. Reading a file twice changes nothing.')
    .argument('<file...>', 'files to read, gzipped or not; - is standard input')
    .option('--data <dir>', 'folder to keep the data in; made when missing', USER_FOLDER)
    .option('--log-group <name>', 'log group the files came from, such as /aws/lambda/orders')
    .option('--function <name>', 'function the files are about, where the log group does not tell')
    .option('--log-stream <name>', 'log stream the files came from, where they do not say it')
    .option('--strict', 'end with exit code 3 when something could not be read (the rest is stored)')
    .addHelpText('after', HELP)
    .action(importFiles)
}

const HELP = `
Examples:
  aws logs filter-log-events --log-group-name /aws/lambda/orders > orders.json
  thermocline import orders.json --log-group /aws/lambda/orders

  aws logs filter-log-events --log-group-name /aws/lambda/orders |
    thermocline import - --log-group /aws/lambda/orders

filter-log-events does not say which log group it read. Without --log-group and --function a
terminal is asked for the function's name; otherwise it is kept as "${UNKNOWN_FUNCTION}".

Read are what the CLI, the SDK and the console give (filter-log-events, get-log-events, logs tail,
sam logs, Live Tail, Logs Insights as CSV or get-query-results, text copied from the console), what
is delivered (subscriptions, Kinesis and Firehose records, exports to S3), events of the Telemetry
API, and OTLP/JSON lines. Some do not say which stream they are from: --log-stream does.

A file is kept whole or not at all. The other files of the same run are imported all the same.`

/** How a file went: `ok`, `incomplete` when some of it could not be read, `refused` when nothing of it is kept. */
type FileResult = 'ok' | 'incomplete' | 'refused'

async function importFiles(files: readonly string[], options: ImportOptions): Promise<void> {
  const hints = hintsOf(files, options)
  const run = openRun(options.data, hints, canAsk(files))
  const results: FileResult[] = []
  try {
    // One after the other: what a file does not say may be asked for.
    await inOrder(files, async (file) => void results.push(await run.read(file)))
  } finally {
    run.close()
    if (files.length > 1) note(tally(files, results))
  }
  if (results.includes('refused')) process.exitCode = EXIT.badInput
  else if (options.strict === true && results.includes('incomplete')) process.exitCode = EXIT.incomplete
}

function hintsOf(
  files: readonly string[],
  { logGroup, logStream, function: functionName }: ImportOptions,
): LogOptions {
  if (files.filter((file) => file === STDIN).length > 1) {
    throw new ThermoclineError('bad_argument', 'standard input (-) must be given once')
  }
  for (const [name, value] of [
    ['--log-group', logGroup],
    ['--log-stream', logStream],
    ['--function', functionName],
  ] as const) {
    if (value?.trim() === '') throw new ThermoclineError('bad_argument', `${name} must be a name, got ""`)
  }
  return { logGroup, logStream, functionName }
}

interface Run {
  read(file: string): Promise<FileResult>
  close(): void
}

function openRun(folder: string, hints: LogOptions, mayAsk: boolean): Run {
  let analyzer: Analyzer | undefined
  let lastAnswer = UNKNOWN_FUNCTION

  async function readNamed(file: string): Promise<LogReading> {
    const { readLogs } = await import('@thermocline/logs')
    const text = await readInput(file)
    const reading = readLogs(text, { ...hints, path: file })
    if (!reading.functionUnknown) return reading
    if (!mayAsk) {
      note(
        `${file}: does not say which function it is about, kept as "${UNKNOWN_FUNCTION}"; --function names it`,
      )
      return reading
    }
    lastAnswer = await ask(`Which function is ${file} about?`, lastAnswer)
    return readLogs(text, { ...hints, path: file, functionName: lastAnswer })
  }

  async function readAndKeep(file: string): Promise<FileResult> {
    const reading = await readNamed(file)
    if (isUseless(reading)) throw useless(reading)
    // Opened only now, so that a run of nothing but bad files makes no folder.
    analyzer ??= await openOwn(folder)
    const inserted = analyzer.ingest(reading.intake)
    await print(visible(`${importSummary(file, reading, inserted)}\n`))
    return reading.unparsed.count > 0 ? 'incomplete' : 'ok'
  }

  return {
    async read(file) {
      try {
        return await readAndKeep(file)
      } catch (error) {
        // A full disk fails for every file: no use in going on.
        if (exitCodeOf(error) !== EXIT.badInput) throw error
        noteFailure(error)
        note(`${file}: nothing of it was stored`)
        return 'refused'
      }
    },
    close: () => analyzer?.close(),
  }
}

// One bad line among a million is counted and shown; a file of nothing else is not what it was taken for.
function isUseless({ events, unparsed }: LogReading): boolean {
  return events > 0 && unparsed.count >= events
}

function useless({ events, unparsed }: LogReading): ThermoclineError {
  const why = unparsed.examples[0]?.reason ?? 'no reason is known'
  return new ThermoclineError('bad_log', `none of its ${events} events could be read: ${why}`)
}

function tally(files: readonly string[], results: readonly FileResult[]): string {
  const kept = files.filter((_, index) => results[index] === 'ok' || results[index] === 'incomplete')
  const left = files.filter((file) => !kept.includes(file))
  const rest = left.length === 0 ? '' : `; not imported: ${left.join(', ')}`
  return `${kept.length} of ${files.length} files imported${rest}`
}
