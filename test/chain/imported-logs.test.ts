import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FunctionReport, Report } from '@thermocline/wire'
import { describe, expect, test } from 'vitest'
import { importedReport } from '../support/imported-report.ts'
import { filterLogEvents, toLogEvents } from '../support/log-events.ts'
import type { LogEvent, RecordedInvocation } from '../support/log-events.ts'
import { seeded, shuffled } from '@thermocline/testkit/random'

// Logs in, report out, all through the command line.

const SHARED_RUN = fileURLToPath(
  new URL('../../../shared/data/aws-real-traces/res-01-2020-05-28_01-57-40.csv', import.meta.url),
)

const GROUP = '/aws/lambda/probe'

describe('a morning of three containers, written for this test', () => {
  // a: cold, then twice warm; b: overlaps a's second, used once; c: began before the log did
  const recorded = [
    invocation('c', 1, false, 0, 40),
    invocation('a', 2, true, 1000, 2000),
    invocation('a', 3, false, 3000, 4000),
    invocation('b', 4, true, 3500, 4500),
    invocation('a', 5, false, 5000, 5500),
  ]

  test('gives the figures counted by hand', async () => {
    const report = await imported([toLogEvents(recorded)])
    expect(report.coverage).toEqual({ invocationsSeen: 5, invocationsMissing: 0, sources: ['log'] })
    expect(onlyFunction(report)).toMatchObject({
      name: 'probe',
      invocations: 5,
      inits: 2,
      starts: { cold: 2, warm: 3 },
      coldRatio: 0.4,
      containers: {
        seen: 3,
        leftCensored: 1,
        singleUse: 2,
        reuseRatio: 1 - 3 / 5,
        reusedShare: 2 / 5,
        invocationsPerContainer: { p50: 1, max: 3 },
        idleMs: { max: 1000 },
      },
      durationMs: { cold: { max: 1000 }, warm: { max: 1000 } },
      initMs: { p50: 120 },
      peakConcurrency: 2,
    })
  })

  test('is the same report twice imported, shuffled, and split over files in separate runs', async () => {
    const events = toLogEvents(recorded)
    await expectSameReport(events, await imported([events]))
  })
})

describe.skipIf(!existsSync(SHARED_RUN))(
  'the run of 05-28 on real Lambda (../shared/data; skipped without it)',
  () => {
    test('gives the golden figures', async () => {
      const report = await imported([toLogEvents(readRun())])
      expect(onlyFunction(report)).toMatchObject({
        invocations: 186,
        starts: { cold: 59 },
        containers: {
          seen: 60,
          leftCensored: 1,
          singleUse: 18,
          invocationsPerContainer: { p50: 2, max: 14 },
        },
        peakConcurrency: 1,
      })
      expect(onlyFunction(report).containers.reuseRatio).toBeCloseTo(0.677419, 6)
    })

    test('is the same report twice imported, shuffled, and split over ten files', async () => {
      const events = toLogEvents(readRun())
      await expectSameReport(events, await imported([events]))
    })
  },
)

async function expectSameReport(events: readonly LogEvent[], report: Report): Promise<void> {
  const mixed = shuffled(events, seeded(7))
  const tenth = Math.ceil(mixed.length / 10)
  const ten = Array.from({ length: 10 }, (_, part) => mixed.slice(part * tenth, (part + 1) * tenth))
  expect(await imported([events, events])).toEqual(report)
  expect(await imported([mixed])).toEqual(report)
  expect(await imported(ten)).toEqual(report)
}

function imported(files: readonly (readonly LogEvent[])[]): Promise<Report> {
  return importedReport(
    files.map((events) => filterLogEvents(events)),
    GROUP,
  )
}

function onlyFunction(report: Report): FunctionReport {
  expect(report.functions).toHaveLength(1)
  return report.functions[0] as FunctionReport
}

function invocation(
  container: string,
  serial: number,
  cold: boolean,
  fromMs: number,
  toMs: number,
): RecordedInvocation {
  const dayMs = Date.UTC(2026, 10, 2, 8)
  return {
    container: container.repeat(32),
    requestId: `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`,
    cold,
    startMs: dayMs + fromMs,
    endMs: dayMs + toMs,
    durationMs: toMs - fromMs,
    billedMs: toMs - fromMs,
    maxMemoryMb: 54,
  }
}

function readRun(): RecordedInvocation[] {
  const [header = '', ...lines] = readFileSync(SHARED_RUN, 'utf8').trim().split('\n')
  const names = columns(header)
  return lines.map((line) => {
    const values = columns(line)
    const at = (name: string): string => values[names.indexOf(name)] ?? ''
    return {
      container: at('exist_id'),
      requestId: at('new_id'),
      cold: at('is_cold') === 'True',
      startMs: Number(at('start_time')),
      endMs: Number(at('end_time')),
      durationMs: Number(at('aws_duration')),
      billedMs: Number(at('aws_billed_duration')),
      maxMemoryMb: Number(at('aws_max_mem')),
    }
  })
}

function columns(line: string): string[] {
  return [...`${line},`.matchAll(/(?:"([^"]*)"|([^,]*)),/g)].map((match) => match[1] ?? match[2] ?? '')
}
