import { setTimeout as sleep } from 'node:timers/promises'
import type { Analyzer } from '@thermocline/analyzer'
import { openJournalFile, openLambdaApi, playLive, startLab, startTraffic } from '@thermocline/lab'
import type { JournalEntry, JournalFile, Lab, LoggedEvent, Played } from '@thermocline/lab'
import { ThermoclineError } from '@thermocline/wire'
import type { Closers } from '../closers.ts'
import type { StopSignal } from '../stop-signal.ts'
import { note, noteFailure, visible } from '../terminal.ts'
import { journalPath } from './folder.ts'
import { openKeptLogs } from './kept-logs.ts'
import type { KeptLogs } from './kept-logs.ts'
import { openLogFeed } from './log-feed.ts'
import { openLabNews } from './news.ts'
import type { LabNews } from './news.ts'
import { picture } from './picture.ts'
import type { OwnCalls, Plan } from './plan.ts'
import { openScreen } from './screen.ts'
import type { Screen } from './screen.ts'

type LivePlan = Exclude<Plan, { kind: 'simulated' }>

/** A lab that runs, with what it is shown by. */
export interface LiveRun {
  readonly lambdaUrl: string
  readonly screen: Screen
  readonly news: LabNews
  /** Calls the functions as planned; resolves when the plan is at its end, which the demo never is. */
  play(): Promise<void>
}

export interface LiveRunOptions {
  readonly plan: LivePlan
  readonly folder: string
  readonly dashboardUrl: string
  /** Called when nothing can keep the lab from running any more. */
  readonly onStarted: () => void
  readonly analyzer: Analyzer
  readonly closers: Closers
  readonly stopping: StopSignal
}

/**
 * Starts the lab of this plan, its API and its records. What an earlier run has left is given up, by `onStarted`, only
 * when all of that has worked.
 */
export async function startLive(options: LiveRunOptions): Promise<LiveRun> {
  const { plan, dashboardUrl, closers, stopping } = options
  const news = openLabNews()
  let shown: Lab | null = null
  const screen = openScreen(process.stdout, (columns) =>
    shown === null
      ? []
      : picture(shown.functions(), shown.containers(), (name) => news.tallyOf(name), columns),
  )
  closers.add(() => screen.close())
  const records = openRecords(options)
  closers.add(() => records.close())

  const lab = await startLab(
    { ...plan.settings, endpoint: dashboardUrl },
    {
      onJournal: (entry) => records.journal(entry),
      onLog: (event) => records.log(event),
      onResult(result) {
        const line = plan.kind === 'own' ? news.tellAll(result) : news.tell(result)
        if (line !== undefined) screen.say(`  ${visible(line)}`)
      },
      onEvent(_, event) {
        // Whoever tries a function of their own wants to see what it says.
        if (plan.kind === 'own' && event.type === 'function')
          screen.say(`  │ ${visible(lineOf(event.record).replaceAll('\t', '  '))}`)
      },
    },
  )
  closers.add(() => lab.stop())
  const api = await openLambdaApi(lab, { port: plan.lambdaPort }).catch(nameOption)
  closers.add(() => api.close())
  options.onStarted()
  records.open()
  shown = lab
  return { lambdaUrl: api.url, screen, news, play: () => play(plan, { lab, screen, stopping, closers }) }
}

function nameOption(error: unknown): never {
  if (error instanceof ThermoclineError && error.code === 'address_in_use')
    throw new ThermoclineError(error.code, `${error.message} with --lambda-port`, { cause: error })
  throw error
}

interface Records {
  journal(entry: JournalEntry): void
  log(event: LoggedEvent): void
  /** From now on they are written; what was told before is, too. */
  open(): void
  close(): void
}

function openRecords({ plan, folder, analyzer }: LiveRunOptions): Records {
  let files: { journal: JournalFile; logs: KeptLogs } | null = null
  const early: (() => void)[] = []
  // The samples send spans. What a user's own functions do is read from their logs too, wrapped or not.
  const feed = plan.kind === 'demo' ? null : openLogFeed(analyzer, noteFailure)

  function keep(tell: () => void): void {
    if (files === null) early.push(tell)
    else tell()
  }

  return {
    journal: (entry) => keep(() => files?.journal.write(entry)),
    log: (event) =>
      keep(() => {
        files?.logs.keep(event)
        feed?.take(event)
      }),
    open() {
      files = { journal: openJournalFile(journalPath(folder)), logs: openKeptLogs(folder) }
      for (const tell of early.splice(0)) tell()
    },
    close() {
      feed?.close()
      files?.logs.close()
      files?.journal.close()
    },
  }
}

function lineOf(record: unknown): string {
  return typeof record === 'string' ? record : JSON.stringify(record)
}

interface Stage {
  readonly lab: Lab
  readonly screen: Screen
  readonly stopping: StopSignal
  readonly closers: Closers
}

async function play(plan: LivePlan, stage: Stage): Promise<void> {
  const { lab, screen, stopping, closers } = stage
  const onFailure = (error: unknown): void => {
    // Invocations under way when the lab stops fail, and should.
    if (!stopping.signal.aborted) screen.aside(() => noteFailure(error))
  }
  switch (plan.kind) {
    case 'demo': {
      const traffic = startTraffic(lab, { onFailure })
      // Not awaited: what is under way ends when the lab does, which is closed next.
      closers.add(() => void traffic.stop())
      return stopping.wished
    }
    case 'own':
      return plan.calls === null ? stopping.wished : callAgain(stage, plan.calls, onFailure)
    case 'live': {
      const played = await playLive(lab, plan.scenario, { onFailure, signal: stopping.signal })
      screen.say(`  ${told(played)}`)
      const { late, full } = played.leftOut
      if (late > 0)
        screen.aside(() =>
          note(`${late} of ${played.arrivals} calls were left out: this machine could not keep up`),
        )
      if (full > 0)
        screen.aside(() =>
          note(
            `${full} of ${played.arrivals} calls were left out: 64 were under way, which is the most a lab runs`,
          ),
        )
    }
  }
}

// A handler slower than its callers would have each of them start another container.
const MOST_UNDER_WAY = 16

async function callAgain(
  { lab, stopping }: Stage,
  { event, everyMs }: OwnCalls,
  onFailure: (error: unknown) => void,
): Promise<void> {
  const [name] = lab.functions()
  let underWay = 0
  while (!stopping.signal.aborted) {
    if (underWay < MOST_UNDER_WAY) {
      underWay += 1
      void lab
        .invoke(name!, event)
        .catch(onFailure)
        .finally(() => (underWay -= 1))
    }
    // oxlint-disable-next-line no-await-in-loop -- at their times is the point
    await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => {})
  }
}

/** What came of a scenario, in a line. */
function told({ arrivals, outcomes, throttled, failed, cutShort }: Played): string {
  const parts = [
    `${outcomes.ok} ok`,
    `${outcomes.error} errors`,
    `${outcomes.timeout} timeouts`,
    `${outcomes.crashed} crashes`,
    `${throttled} throttled`,
    ...(failed > 0 ? [`${failed} not run`] : []),
  ]
  return `${cutShort ? 'Cut short' : 'The scenario is over'}: ${arrivals} calls, ${parts.join(', ')}`
}
