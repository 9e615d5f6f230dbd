import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Analyzer } from '@thermocline/analyzer'
import {
  describeSimulated,
  openJournalFile,
  openSimulation,
  simulations,
  tellSimulation,
} from '@thermocline/lab'
import type { NamedSimulation, Scenario } from '@thermocline/lab'
import { readTraces } from '@thermocline/otlp'
import { unixMs } from '@thermocline/wire'
import type { UnixMs } from '@thermocline/wire'
import { noteFailure } from '../terminal.ts'
import { journalPath } from './folder.ts'
import { openKeptLogs } from './kept-logs.ts'
import { openLogFeed } from './log-feed.ts'

export interface SimulatedCounts {
  readonly invocations: number
  readonly containers: number
  readonly tookMs: number
  /** Whether the signal ended it. */
  readonly cutShort: boolean
}

export interface SimulatedRunOptions {
  readonly folder: string
  readonly analyzer: Pick<Analyzer, 'ingest'>
  readonly signal: AbortSignal
  /** Called now and then: of which function, and how far into the scenario, from 0 to 1. */
  readonly onProgress: (functionName: string, share: number) => void
}

/**
 * Plays a scenario on the simulated Lambda, so that it ends now or a little before, and gives the analyzer what its containers would have
 * logged and sent. Rejects with `bad_setting` for a function that says nothing of how long it takes.
 */
export async function runSimulated(
  scenario: Scenario,
  options: SimulatedRunOptions,
): Promise<SimulatedCounts> {
  const began = performance.now()
  const records = openRecords(options)
  const counts = { invocations: 0, containers: 0, lastUs: 0 }
  const first = beginOf(scenario, Date.now())
  try {
    for (const named of simulations(scenario, first)) {
      const run = begin(scenario, named, records, counts)
      const tell = (): void => options.onProgress(named.name, (counts.lastUs / 1000 - first) / scenario.lasts)
      // oxlint-disable-next-line no-await-in-loop -- one function after the other keeps memory bounded
      await toItsEnd(run.step, options.signal, tell)
      run.end()
    }
  } finally {
    records.close()
  }
  const { invocations, containers } = counts
  return { invocations, containers, tookMs: performance.now() - began, cutShort: options.signal.aborted }
}

const DAY_MS = 86_400_000
// The fourth day of 1970 was a Sunday.
const FIRST_MONDAY_MS = 4 * DAY_MS

/** So that it ends now, or a little before: what has days and nights begins at midnight of a Monday. */
function beginOf({ lasts, traffic }: Scenario, nowMs: number): UnixMs {
  const latest = Math.floor(nowMs - lasts)
  if (traffic.every(({ pattern }) => pattern.kind !== 'nights')) return unixMs(latest)
  return unixMs(latest - ((latest - FIRST_MONDAY_MS) % (7 * DAY_MS)))
}

/** Where the story of a simulation goes. */
interface Records {
  readonly listeners: Parameters<typeof tellSimulation>[1]
  readonly journal: ReturnType<typeof openJournalFile>
  close(): void
}

function openRecords({ folder, analyzer }: SimulatedRunOptions): Records {
  const journal = openJournalFile(journalPath(folder))
  const logs = openKeptLogs(folder)
  const feed = openLogFeed(analyzer, noteFailure)
  return {
    journal,
    listeners: {
      onLog(event) {
        logs.keep(event)
        feed.take(event)
      },
      // As they would come over HTTP.
      onSpans(request) {
        const body = Buffer.from(JSON.stringify(request))
        analyzer.ingest(readTraces(body, { contentType: 'application/json' }).intake)
      },
    },
    close() {
      feed.close()
      logs.close()
      journal.close()
    },
  }
}

function begin(
  scenario: Scenario,
  { name, simulation }: NamedSimulation,
  { listeners, journal }: Records,
  counts: { invocations: number; containers: number; lastUs: number },
): { readonly step: () => boolean; end(): void } {
  const telling = tellSimulation(describeSimulated(scenario, name), listeners)
  const { step } = openSimulation(simulation, (entry) => {
    const told = telling.tell(entry)
    counts.lastUs = entry.at
    if (told.kind === 'placed') counts.invocations++
    if (told.kind === 'made') counts.containers++
    journal.write({ function: name, ...told })
  })
  return { step, end: () => telling.end() }
}

const STEPS_A_TURN = 2000

// The dashboard is looked at meanwhile, and Ctrl-C must end it.
async function toItsEnd(step: () => boolean, signal: AbortSignal, onTurn: () => void): Promise<void> {
  for (let n = 1; !signal.aborted && step(); n++) {
    if (n % STEPS_A_TURN !== 0) continue
    onTurn()
    // oxlint-disable-next-line no-await-in-loop -- to let others have their turn is the point
    await nextTurn()
  }
}
