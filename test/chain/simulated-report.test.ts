import { openAnalyzer } from '@thermocline/analyzer'
import type { Analyzer } from '@thermocline/analyzer'
import { readLogs } from '@thermocline/logs'
import { startServer } from '@thermocline/server'
import { temporaryFolder } from '@thermocline/testkit/folder'
import type { FunctionReport, Report } from '@thermocline/wire'
import { expect, onTestFinished, test } from 'vitest'
import { filterLogEvents } from '../../packages/lab/src/export/filter-log-events.ts'
import { importedReport } from '../support/imported-report.ts'
import { describeDays, simulated, simulateDays } from '../support/simulated.ts'
import type { Simulated } from '../support/simulated.ts'

// What a simulated function leaves behind, through the product: its logs by the command line, its spans over OTLP.

const LOG_GROUP = '/aws/lambda/orders'

test.each(['Text', 'JSON'] as const)(
  'logs in %s and spans of the same day give the same figures',
  async (logFormat) => {
    const day = simulatedDay(logFormat)
    const truth = truthOf(day)
    expect(figuresOf(await importedLogs(day))).toEqual(truth)
    expect(figuresOf((await postedSpans(day)).report())).toEqual(truth)
  },
)

test('logs and spans of the same day meet in the same invocations', async () => {
  const day = simulatedDay('Text')
  const analyzer = await postedSpans(day)
  analyzer.ingest(readLogs(filterLogEvents(day.streams), { logGroup: LOG_GROUP }).intake)
  const report = analyzer.report()
  expect(figuresOf(report)).toEqual(truthOf(day))
  expect(report.coverage).toMatchObject({ invocationsMissing: 0, sources: ['log', 'span'] })
  const sources = day.streams.flatMap(({ logStream }) =>
    analyzer.container(logStream).invocations.map((invocation) => invocation.sources.toSorted().join()),
  )
  expect(new Set(sources)).toEqual(new Set(['log,span']))
})

// No crashes here: of those only the log tells.
function simulatedDay(logFormat: 'Text' | 'JSON'): Simulated {
  const fn = describeDays({ logFormat, keepAliveMs: 600_000 })
  return simulated(fn, simulateDays({ policy: fn.policy, seed: 4, days: 1, everyS: 60, timeoutShare: 0.005 }))
}

interface Figures {
  readonly invocations: number
  readonly timeouts: number
  readonly cold: number
  readonly reinit: number
  readonly containers: number
  readonly reuseRatio: number | null
  readonly mostInvocations: number | null
  readonly causes: Readonly<Record<string, number>>
}

function truthOf({ journal }: Simulated): Figures {
  const placed = journal.filter((entry) => entry.kind === 'placed')
  const made = journal.filter((entry) => entry.kind === 'made')
  const resets = placed.filter(({ start }) => start === 'reinit').length
  const uses = [...Map.groupBy(placed, ({ container }) => container).values()].map(({ length }) => length)
  return {
    invocations: placed.length,
    timeouts: journal.filter((entry) => entry.kind === 'finished' && entry.outcome === 'timeout').length,
    cold: placed.filter(({ start }) => start === 'cold').length,
    reinit: resets,
    containers: made.length,
    reuseRatio: 1 - made.length / placed.length,
    mostInvocations: Math.max(...uses),
    causes: { ...tally(made.map(({ cause }) => cause)), ...(resets > 0 ? { reset: resets } : {}) },
  }
}

function figuresOf({ functions }: Report): Figures {
  expect(functions).toHaveLength(1)
  const { invocations, timeouts, starts, containers, causes } = functions[0] as FunctionReport
  return {
    invocations,
    timeouts,
    cold: starts.cold,
    reinit: starts.reinit,
    containers: containers.seen,
    reuseRatio: containers.reuseRatio,
    mostInvocations: containers.invocationsPerContainer.max,
    causes: Object.fromEntries(Object.entries(causes).filter(([, count]) => count > 0)),
  }
}

function tally(words: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]))
}

function importedLogs({ streams }: Simulated): Promise<Report> {
  return importedReport([filterLogEvents(streams)], LOG_GROUP)
}

/** The analyzer of a server that was sent all the spans. */
async function postedSpans({ requests }: Simulated): Promise<Analyzer> {
  const analyzer = openAnalyzer({ folder: temporaryFolder(), owner: 'lab' })
  const server = await startServer({ analyzer, port: 0 })
  onTestFinished(async () => {
    await server.close()
    analyzer.close()
  })
  for (const request of requests) {
    // oxlint-disable-next-line no-await-in-loop -- as a function would, one after the other
    const response = await fetch(`${server.url}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    })
    // oxlint-disable-next-line no-await-in-loop
    expect(await response.json()).toEqual({})
  }
  return analyzer
}
