import { openAnalyzer } from '@thermocline/analyzer'
import { startLab } from '@thermocline/lab'
import type { LogLine } from '@thermocline/lab'
import { readLogs } from '@thermocline/logs'
import type { Report } from '@thermocline/wire'
import { expect, onTestFinished, test } from 'vitest'
import { describeFunction } from '../support/chain.ts'
import { temporaryFolder } from '@thermocline/testkit/folder'
import { filterLogEvents } from '../support/log-events.ts'
import type { LogEvent } from '../support/log-events.ts'
import { seeded, shuffled } from '@thermocline/testkit/random'

// Without an endpoint the SDK writes its spans to the log, where they come back beside Lambda's own lines.

test('spans in the log meet the REPORT lines of their invocations, in whatever order they are read', async () => {
  const lab = await startLab({ functions: [describeFunction('leaky')] })
  onTestFinished(() => lab.stop())
  const { container } = await lab.invoke('leaky', { id: 1 })
  await lab.invoke('leaky', { id: 2 })
  await lab.invoke('leaky', { id: 3 })
  const events = lab.logs(container).map((line, index) => toEvent(container, line, index))

  const report = reportOf(events)
  expect(report.coverage).toEqual({ invocationsSeen: 3, invocationsMissing: 0, sources: ['log', 'span'] })
  expect(report.functions).toMatchObject([
    { name: 'leaky', account: '123456789012', region: 'us-east-1', starts: { cold: 1, warm: 2 }, inits: 1 },
  ])
  expect(reportOf(shuffled(events, seeded(3)))).toEqual(report)
})

function reportOf(events: readonly LogEvent[]): Report {
  // The command line keeps the lab's spans out of a user's folder, so this asks one storey below it.
  const analyzer = openAnalyzer({ folder: temporaryFolder(), owner: 'lab' })
  onTestFinished(() => analyzer.close())
  const reading = readLogs(filterLogEvents(events), {})
  expect(reading.unparsed).toMatchObject({ count: 0 })
  analyzer.ingest(reading.intake)
  return analyzer.report()
}

function toEvent(container: string, { time, text }: LogLine, index: number): LogEvent {
  const timestamp = Math.floor(time)
  const message = `${text}\n`
  return { logStreamName: container, timestamp, message, ingestionTime: timestamp, eventId: String(index) }
}
