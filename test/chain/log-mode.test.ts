import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openAnalyzer } from '@thermocline/analyzer'
import { startLab } from '@thermocline/lab'
import type { LogLine } from '@thermocline/lab'
import type { Report } from '@thermocline/wire'
import { expect, onTestFinished, test } from 'vitest'
import { describeFunction } from '../support/chain.ts'
import { cli } from '../support/cli.ts'
import { temporaryFolder } from '../support/folder.ts'
import { filterLogEvents } from '../support/log-events.ts'
import type { LogEvent } from '../support/log-events.ts'
import { seeded, shuffled } from '../support/random.ts'

// Without an endpoint the SDK writes its spans to the log, where they come back beside Lambda's own lines.

test('spans in the log meet the REPORT lines of their invocations, in whatever order they are read', async () => {
  const lab = await startLab({ functions: [describeFunction('leaky')] })
  onTestFinished(() => lab.stop())
  const { container } = await lab.invoke('leaky', { id: 1 })
  await lab.invoke('leaky', { id: 2 })
  await lab.invoke('leaky', { id: 3 })
  const events = lab.logs(container).map((line, index) => toEvent(container, line, index))

  const report = await importedAtOnce(events)
  expect(report.coverage).toEqual({ invocationsSeen: 3, invocationsMissing: 0, sources: ['log', 'span'] })
  expect(report.functions).toMatchObject([
    { name: 'leaky', account: '123456789012', region: 'us-east-1', starts: { cold: 1, warm: 2 }, inits: 1 },
  ])
  expect(await importedAtOnce(shuffled(events, seeded(3)))).toEqual(report)
})

async function importedAtOnce(events: readonly LogEvent[]): Promise<Report> {
  const folder = temporaryFolder()
  const file = join(folder, 'events.json')
  const data = join(folder, 'data')
  writeFileSync(file, filterLogEvents(events))
  // A folder that `import` makes is the user's, and refuses what the lab wrote.
  openAnalyzer({ folder: data, owner: 'lab' }).close()
  const run = await cli('import', file, '--data', data)
  expect(run, run.stderr).toMatchObject({ code: 0 })
  return JSON.parse((await cli('report', '--format', 'json', '--data', data)).stdout) as Report
}

function toEvent(container: string, { time, text }: LogLine, index: number): LogEvent {
  const timestamp = Math.floor(time)
  const message = `${text}\n`
  return { logStreamName: container, timestamp, message, ingestionTime: timestamp, eventId: String(index) }
}
