import type { Command } from 'commander'
import { badSetting } from '@thermocline/wire'
import type { Closers } from '../closers.ts'
import { openClosers } from '../closers.ts'
import { LAB_FOLDER, openLabFolder } from '../data-folder.ts'
import { claim, refuseSecondLab } from '../lab-claim.ts'
import { openLabNews } from '../lab-news.ts'
import { openStopSignal, stopAfter } from '../stop-signal.ts'
import type { StopSignal } from '../stop-signal.ts'
import { noteFailure, print } from '../terminal.ts'

interface LabOptions {
  readonly data: string
  readonly port?: string
  readonly minutes?: string
  readonly keep?: true
}

export function labCommand(program: Command): void {
  program
    .command('lab')
    .summary('see it at work: sample functions in really frozen processes')
    .description('Runs sample functions on a Lambda of local processes, calls them, and shows what is seen.')
    .option(
      '--data <dir>',
      "the lab's own folder, emptied at each start that succeeds; made when missing",
      LAB_FOLDER,
    )
    .option('--keep', 'go on from what earlier runs left in the folder')
    .option(
      '--port <number>',
      'port of the dashboard, 0 for any free one (default: $THERMOCLINE_PORT, else 4318)',
    )
    .option('--minutes <number>', 'end after so many minutes (default: runs until it is stopped)')
    .addHelpText('after', HELP)
    .action(lab)
}

const HELP = `
Examples:
  thermocline lab
  thermocline lab --minutes 5 --port 0
  thermocline report --data ${LAB_FOLDER}

The lab starts clean, so that what you see is this run. It never touches your own data: a folder
belongs to the lab or to you, and is refused to the other. Needs Linux or macOS.
Ctrl-C or SIGTERM ends every process it started, frozen ones too, with exit code 0.`

async function lab(options: LabOptions): Promise<void> {
  const minutes = readMinutes(options.minutes)
  const stopping = openStopSignal()
  const closers = openClosers()
  try {
    const url = await startAnalyzer(options, closers)
    await startSamples(url, closers, stopping)
    if (minutes !== undefined) void stopAfter(minutes, stopping)
    await stopping.wished
  } finally {
    await closers.closeAll()
    stopping.release()
  }
}

function readMinutes(typed: string | undefined): number | undefined {
  const minutes = typed === undefined ? undefined : Number(typed)
  // Beyond 24 days a timer of Node fires at once.
  if (minutes === undefined || (minutes > 0 && minutes <= 30_000)) return minutes
  throw badSetting('--minutes', 'more than 0 and at most 30000', typed)
}

async function startAnalyzer({ data, port, keep }: LabOptions, closers: Closers): Promise<string> {
  const { startServer } = await import('@thermocline/server')
  const { checkSamples } = await import('@thermocline/lab')
  checkSamples()
  await refuseSecondLab(data)
  const analyzer = await openLabFolder(data)
  closers.add(() => analyzer.close())
  const server = await startServer({ analyzer, port, log: noteFailure })
  closers.add(() => server.close())
  // Only now: a lab that cannot start must leave what the one before it saw.
  if (keep !== true) analyzer.clear()
  closers.add(claim(data, server.url))
  return server.url
}

async function startSamples(url: string, closers: Closers, stopping: StopSignal): Promise<void> {
  const { SAMPLE_FUNCTIONS, startLab, startTraffic } = await import('@thermocline/lab')
  const running = await startLab({ functions: SAMPLE_FUNCTIONS, endpoint: url })
  closers.add(() => running.stop())
  await print(`Thermocline's lab is at ${url}\n  Ctrl-C ends it. What its functions do first:\n`)

  const news = openLabNews()
  const traffic = startTraffic(running, {
    onResult: (result) => {
      const line = news.tell(result)
      if (line !== undefined) say(line)
    },
    onFailure: (error) => {
      // Invocations under way when the lab stops fail, and should.
      if (!stopping.signal.aborted) noteFailure(error)
    },
  })
  // Not awaited: what is under way ends when the lab does, which is closed next.
  closers.add(() => void traffic.stop())
  const minute = setInterval(() => say(news.summary()), 60_000)
  closers.add(() => clearInterval(minute))
}

function say(line: string): void {
  void print(`  ${line}\n`)
}
