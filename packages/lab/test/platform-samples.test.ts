import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ms, unixMs } from '@thermocline/wire'
import { describe, expect, test } from 'vitest'
import type { InitReport, PlatformEvent, Report } from '../src/platform/event.ts'
import { textLines } from '../src/platform/text.ts'

// Lines that Lambda wrote are read here by patterns of this file's own, and written again.

const DATA = fileURLToPath(new URL('../../../../shared/data/', import.meta.url))

const REPORT = new RegExp(
  [
    '^REPORT RequestId: [0-9a-f-]{36}',
    'Duration: \\d+\\.\\d\\d ms',
    'Billed Duration: \\d+ ms',
    'Memory Size: \\d+ MB',
    'Max Memory Used: \\d+ MB(?:\\s+Init Duration: \\d+\\.\\d\\d ms)?(?:\\s+Status: \\S+)?(?:\\s+Error Type: \\S+)?\\s*$',
  ].join('\\s+'),
)

describe.skipIf(!existsSync(DATA))('lines of AWS (../shared/data; skipped without it)', () => {
  test.each(existsSync(DATA) ? [...sampleLines(), ...corpusLines()].filter((line) => REPORT.test(line)) : [])(
    '%s',
    (line) => {
      expect(spaced(textLines(readReport(line))[1] ?? '')).toBe(spaced(line))
    },
  )

  test('a traced REPORT, to the last tab', () => {
    const { message } = JSON.parse(sample('07_real_report_xray_2019.json')) as { message: string }
    expect(`${textLines(readReport(message))[1]}\n`).toBe(message)
  })

  test.each(existsSync(DATA) ? sampleLines().filter((line) => line.startsWith('INIT_REPORT')) : [])(
    '%s',
    (line) => {
      expect(textLines(readInitReport(line)).map(spaced)).toEqual([line])
    },
  )
})

function sample(name: string): string {
  return readFileSync(`${DATA}aws-samples/${name}`, 'utf8')
}

function sampleLines(): string[] {
  return [
    '01_docs_init_report_and_restore_report.txt',
    '02_docs_crash_old.txt',
    '04_docs_crash_new.txt',
    '05_docs_timeout_new.txt',
  ].flatMap((name) => sample(name).trim().split('\n'))
}

function corpusLines(): string[] {
  const lines = readFileSync(`${DATA}cloudwatch-logs/corpus.jsonl`, 'utf8').trim().split('\n')
  return lines.flatMap((line) => ((JSON.parse(line) as { text?: string }).text ?? '').split('\n'))
}

/** AWS's documentation has lost the tabs, and some copies their last one. */
function spaced(line: string): string {
  return line.replaceAll(/\s+/g, ' ').trim()
}

function readReport(line: string): PlatformEvent {
  const spanId = field(line, 'SegmentId')
  const sampled = field(line, 'Sampled') === 'true' ? 1 : 0
  const value = `Root=${field(line, 'TraceId')};Parent=0000000000000000;Sampled=${sampled}`
  const init = field(line, 'Init Duration')
  const record: Report = {
    requestId: field(line, 'RequestId') ?? '',
    ...ending(line),
    metrics: {
      durationMs: ms(Number(field(line, 'RequestId: \\S+\\s+Duration'))),
      billedDurationMs: ms(Number(field(line, 'Billed Duration'))),
      memorySizeMB: Number(field(line, 'Memory Size')),
      maxMemoryUsedMB: Number(field(line, 'Max Memory Used')),
      ...(init === undefined ? {} : { initDurationMs: ms(Number(init)) }),
    },
    ...(spanId === undefined ? {} : { tracing: { spanId, type: 'X-Amzn-Trace-Id', value } }),
  }
  return { time: unixMs(0), type: 'platform.report', record }
}

function readInitReport(line: string): PlatformEvent {
  const record: InitReport = {
    initializationType: 'on-demand',
    phase: field(line, 'Phase') as InitReport['phase'],
    ...ending(line),
    metrics: { durationMs: ms(Number(field(line, 'Init Duration'))) },
  }
  return { time: unixMs(0), type: 'platform.initReport', record }
}

function ending(line: string): Pick<Report, 'status' | 'errorType'> {
  const errorType = field(line, 'Error Type')
  const status = (field(line, 'Status') ?? 'success') as Report['status']
  return { status, ...(errorType === undefined ? {} : { errorType }) }
}

function field(line: string, name: string): string | undefined {
  return new RegExp(`${name}: (\\S+)`).exec(line)?.[1]
}
