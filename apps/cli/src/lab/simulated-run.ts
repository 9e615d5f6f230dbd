import type { Analyzer } from '@thermocline/analyzer'
import { describeSimulated, openJournalFile, simulate, simulations, tellSimulation } from '@thermocline/lab'
import type { Scenario } from '@thermocline/lab'
import { ThermoclineError, unixMs } from '@thermocline/wire'
import { inOrder } from '../in-order.ts'
import { journalPath } from './folder.ts'
import { openKeptLogs } from './kept-logs.ts'
import { openLogFeed } from './log-feed.ts'

export interface SimulatedCounts {
  readonly invocations: number
  readonly containers: number
  readonly tookMs: number
}

/**
 * Plays a scenario on the simulated Lambda, so that it ends now, and gives the analyzer what its containers would have
 * logged and sent. Rejects with `bad_setting` for a function that says nothing of how long it takes.
 */
export async function runSimulated(
  scenario: Scenario,
  { folder, dashboardUrl, analyzer }: { folder: string; dashboardUrl: string; analyzer: Analyzer },
): Promise<SimulatedCounts> {
  const began = performance.now()
  const begin = unixMs(Math.floor(Date.now() - scenario.lasts))
  const journal = openJournalFile(journalPath(folder))
  const logs = openKeptLogs(folder)
  const feed = openLogFeed(analyzer)
  let [invocations, containers] = [0, 0]
  const requests: unknown[] = []
  try {
    for (const { name, simulation } of simulations(scenario, begin)) {
      const telling = tellSimulation(describeSimulated(scenario, name), {
        onLog(event) {
          logs.keep(event)
          feed.take(event)
        },
        onSpans: (request) => void requests.push(request),
      })
      simulate(simulation, (entry) => {
        const told = telling.tell(entry)
        if (told.kind === 'placed') invocations++
        if (told.kind === 'made') containers++
        journal.write({ function: name, ...told })
      })
      telling.end()
      // oxlint-disable-next-line no-await-in-loop -- one function after the other keeps memory bounded
      await inOrder(requests.splice(0), (request) => post(dashboardUrl, request))
    }
  } finally {
    feed.close()
    logs.close()
    journal.close()
  }
  return { invocations, containers, tookMs: performance.now() - began }
}

async function post(url: string, request: unknown): Promise<void> {
  const response = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
  if (response.ok) return
  throw new ThermoclineError('lab_failed', `the analyzer refused simulated spans: ${await response.text()}`)
}
