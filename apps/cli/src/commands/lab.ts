import { Option } from 'commander'
import type { Command } from 'commander'
import { badSetting } from '@thermocline/wire'
import type { Closers } from '../closers.ts'
import { openClosers } from '../closers.ts'
import { LAB_FOLDER, openLabFolder } from '../data-folder.ts'
import { claim } from '../lab/claim.ts'
import type { Claim } from '../lab/claim.ts'
import { clearLabFiles } from '../lab/folder.ts'
import type { Plan, PlanOptions } from '../lab/plan.ts'
import { openScreen } from '../lab/screen.ts'
import { openStopSignal, stopAfter } from '../stop-signal.ts'
import type { StopSignal } from '../stop-signal.ts'
import { noteFailure, print, visible } from '../terminal.ts'
import { labExplainCommand } from './lab/explain.ts'
import { labExportCommand } from './lab/export.ts'
import { labInvokeCommand } from './lab/invoke.ts'
import { labScenariosCommand } from './lab/scenarios.ts'

interface LabOptions extends PlanOptions {
  readonly data: string
  readonly port?: string
  readonly minutes?: string
  readonly keep?: true
}

export function labCommand(program: Command): void {
  const command = program
    .command('lab')
    .summary('a Lambda on this machine: samples, scenarios, or your own handler')
    .description(
      'A Lambda of local processes, really frozen between invocations. Without an argument it runs sample functions and calls them; with the name of a scenario or its file, that; with --handler, a function of yours.',
    )
    .argument(
      '[scenario]',
      'name of a scenario (thermocline lab scenarios lists them), or a scenario file, .json',
    )
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
    .option('--lambda-port <number>', "port of Lambda's own API, 0 for any free one", '0')
    .option('--minutes <number>', 'end after so many minutes (default: runs until it is stopped)')
    .option('--exit', 'end when the scenario is over')
    .option('--simulate', 'play the scenario on a virtual clock, without processes')
    .option('--speed <factor>', 'play the scenario so many times as fast')
    .option('--handler <file.export>', 'your function, as in its Lambda configuration: dist/index.handler')
    .option('--name <name>', 'what it is called (default: its package or folder)')
    .addOption(new Option('--runtime <id>', 'nodejs22.x or nodejs24.x').default(undefined, 'nodejs24.x'))
    .option('--memory <mb>', 'megabytes it has (default: 128)')
    .option('--timeout <seconds>', 'seconds it may run (default: 3)')
    .option('--keep-alive <seconds>', 'seconds an idle container is kept (default: 300)')
    .option('--env <name=value>', 'an environment variable of it, as often as needed', collect)
    .option('--layer <dir>', 'a folder that would be a layer: extensions/, nodejs/', collect)
    .option('--every <seconds>', 'call it so often')
    .option('--event <json>', 'the event it is called with (default: {})')
    .addHelpText('after', HELP)
    .action(lab)
  labInvokeCommand(command)
  labExplainCommand(command)
  labExportCommand(command)
  labScenariosCommand(command)
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value]
}

const HELP = `
Examples:
  thermocline lab                               sample functions, called until Ctrl-C
  thermocline lab deploy --exit                 a deploy in mid traffic
  thermocline lab quiet-nights                  two weeks on a virtual clock
  thermocline lab --handler dist/index.handler --memory 512 --timeout 10
  thermocline lab invoke my-function --event '{"id":7}'
  thermocline lab explain                       why each container was made, and how it ended

The lab starts clean, so that what you see is this run. It never touches your own data: a folder
belongs to the lab or to you, and is refused to the other. Needs Linux or macOS.
Ctrl-C or SIGTERM ends every process it started, frozen ones too, with exit code 0.`

async function lab(scenario: string | undefined, options: LabOptions): Promise<void> {
  const minutes = readMinutes(options.minutes)
  const stopping = openStopSignal()
  const closers = openClosers()
  try {
    const { readPlan } = await import('../lab/plan.ts')
    const plan = await readPlan(scenario, options, stopping.signal)
    if (stopping.signal.aborted) return
    if (minutes !== undefined) void stopAfter(minutes, stopping)
    await run(plan, options, closers, stopping)
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

async function run(plan: Plan, options: LabOptions, closers: Closers, stopping: StopSignal): Promise<void> {
  const started = await startAnalyzer(options, closers)
  if (plan.kind === 'simulated') await simulated(plan, options, started, stopping)
  else await live(plan, options, started, closers, stopping)
  if (options.exit !== true) await stopping.wished
}

interface Started {
  readonly analyzer: Awaited<ReturnType<typeof openLabFolder>>
  readonly claimed: Claim
  /** Gives up what the run before has left. Called last: a lab that cannot start must leave it. */
  readonly begin: () => void
  readonly url: string
}

async function startAnalyzer({ data, port, keep }: LabOptions, closers: Closers): Promise<Started> {
  const { startServer } = await import('@thermocline/server')
  const analyzer = await openLabFolder(data)
  closers.add(() => analyzer.close())
  const claimed = claim(data)
  closers.add(() => claimed.release())
  const server = await startServer({ analyzer, port, log: noteFailure })
  closers.add(() => server.close())
  claimed.serve({ dashboard: server.url, lambda: null })
  const begin = (): void => {
    if (keep === true) return
    analyzer.clear()
    clearLabFiles(data)
  }
  return { analyzer, claimed, begin, url: server.url }
}

async function live(
  plan: Exclude<Plan, { kind: 'simulated' }>,
  { data }: LabOptions,
  { analyzer, claimed, begin, url }: Started,
  closers: Closers,
  stopping: StopSignal,
): Promise<void> {
  const { startLive } = await import('../lab/live-run.ts')
  const running = await startLive({
    plan,
    folder: data,
    dashboardUrl: url,
    onStarted: begin,
    analyzer,
    closers,
    stopping,
  })
  claimed.serve({ dashboard: url, lambda: running.lambdaUrl })
  await print(
    `Thermocline's lab is at ${url}\n  Lambda's API is at ${running.lambdaUrl}\n  ${visible(greeting(plan))}\n`,
  )
  const minute = setInterval(() => running.screen.say(`  ${running.news.summary()}`), 60_000)
  closers.add(() => clearInterval(minute))
  await running.play()
}

function greeting(plan: Exclude<Plan, { kind: 'simulated' }>): string {
  switch (plan.kind) {
    case 'demo':
      return 'Ctrl-C ends it. What its functions do first:'
    case 'live':
      return `${plan.scenario.name}: ${plan.scenario.about}`
    case 'own': {
      const { name } = plan.settings.functions[0]!
      return `Ctrl-C ends it. Call it with: thermocline lab invoke ${name} --event '{}'`
    }
  }
}

async function simulated(
  { scenario }: Extract<Plan, { kind: 'simulated' }>,
  { data }: LabOptions,
  { analyzer, begin, url }: Started,
  stopping: StopSignal,
): Promise<void> {
  const { runSimulated } = await import('../lab/simulated-run.ts')
  begin()
  await print(`Thermocline's lab is at ${url}\n  ${visible(`${scenario.name}: ${scenario.about}`)}\n`)
  let progress = ''
  const screen = openScreen(process.stdout, (columns) => [progress.slice(0, columns)])
  const { invocations, containers, tookMs, cutShort } = await runSimulated(scenario, {
    folder: data,
    analyzer,
    signal: stopping.signal,
    onProgress: (name, share) => (progress = `  ${name}: ${Math.floor(share * 100)} %`),
  }).finally(() => screen.close())
  const what = cutShort ? 'Cut short' : `Simulated ${(scenario.lasts / 86_400_000).toFixed(1)} days`
  const took = `${(tookMs / 1000).toFixed(1)} s`
  await print(`  ${what} in ${took}: ${invocations} invocations in ${containers} containers\n`)
}
