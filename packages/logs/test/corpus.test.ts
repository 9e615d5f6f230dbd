import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readLogs } from '../src/index.ts'
import type { PlatformFact } from '../src/platform-fact.ts'
import { platformJson } from '../src/platform-json.ts'
import { platformLine } from '../src/platform-line.ts'
import { event, file } from './builder.ts'

// Real log texts of many origins with an independent parse of each; not part of this repository.

const CORPUS = fileURLToPath(new URL('../../../../shared/data/cloudwatch-logs/corpus.jsonl', import.meta.url))

interface Expected {
  readonly kind: 'START' | 'END' | 'REPORT' | 'INIT_START'
  readonly requestId?: string
  readonly durationMs?: number
  readonly billedMs?: number
  readonly initMs?: number
  readonly restoreMs?: number
  readonly billedRestoreMs?: number
  readonly memoryMB?: number
  readonly maxMemoryMB?: number
  readonly xrayTraceId?: string
  readonly runtimeVersion?: string
}

interface Sample {
  readonly id: string
  readonly shape: string
  readonly tags: readonly string[]
  readonly text?: string
  readonly expect?: readonly Expected[]
}

describe.skipIf(!existsSync(CORPUS))('the corpus of real logs (../shared/data; skipped without it)', () => {
  const samples = existsSync(CORPUS)
    ? readFileSync(CORPUS, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Sample)
    : []
  const named = (wanted: (sample: Sample) => boolean): [string, Sample][] =>
    samples.filter(wanted).map((sample) => [sample.id, sample])

  test.each(named((sample) => sample.expect !== undefined))(
    '%s: every field of its text lines',
    (_, sample) => {
      const facts = (sample.text ?? '').split('\n').map((line) => platformLine(line))
      expect(facts.flatMap(toExpected)).toEqual(withoutTrace(sample.expect ?? []))
    },
  )

  test.each(named((sample) => sample.expect?.some((one) => one.xrayTraceId !== undefined) ?? false))(
    '%s: its trace, which stands in the same event',
    (_, sample) => {
      expect([platformLine(sample.text ?? '')].flatMap(toExpected)).toEqual(sample.expect)
    },
  )

  test.each(named((sample) => sample.shape === 'event' && !sample.tags.includes('malformed')))(
    '%s: a platform event in JSON is understood or said to be unparsed',
    (_, sample) => {
      const { type } = JSON.parse(sample.text ?? '') as { type: string }
      expect(platformJson(sample.text ?? '') === undefined).toBe(!type.startsWith('platform.'))
    },
  )

  test.each(
    named(
      ({ shape, text }) =>
        shape === 'event' && (text ?? '').replaceAll(' ', '').includes('"platform.report"'),
    ),
  )('%s: a report in JSON says its request and its duration', (_, sample) => {
    const { record } = JSON.parse(sample.text ?? '') as {
      record: { requestId: string; metrics: { durationMs: number } }
    }
    const { requestId, metrics } = record
    expect(platformJson(sample.text ?? '')).toMatchObject({
      kind: 'report',
      requestId,
      durationMs: metrics.durationMs,
    })
  })

  test.each(named(({ text }) => text !== undefined))(
    '%s: as a message it is counted in one way or another',
    (_, sample) => {
      const { events, unparsed, appLines } = readLogs(file(event(sample.text ?? '')))
      expect(events).toBe(1)
      expect(unparsed.count + appLines).toBeLessThanOrEqual(1)
    },
  )

  test.each(named((sample) => sample.shape === 'filter-log-events'))(
    '%s: the output of get-log-events names no stream, and is read where somebody does',
    (_, sample) => {
      expect(() => readLogs(sample.text ?? '')).toThrow('--log-stream')
      const { events, unparsed, format } = readLogs(sample.text ?? '', { logStream: 'any' })
      expect([format, events > 0, unparsed.count]).toEqual(['get-log-events', true, 0])
    },
  )
})

function toExpected(fact: PlatformFact | undefined): Expected[] {
  if (fact?.kind === 'start') return [{ kind: 'START', requestId: fact.requestId }]
  if (fact?.kind === 'end') return [{ kind: 'END', requestId: fact.requestId }]
  if (fact?.kind === 'init-start') {
    return [{ kind: 'INIT_START', ...(fact.runtimeVersion ? { runtimeVersion: fact.runtimeVersion } : {}) }]
  }
  if (fact?.kind !== 'report') return []
  const { memoryMb, maxMemoryMb, ...rest } = fact
  const memory = memoryMb === undefined ? {} : { memoryMB: memoryMb }
  const maxMemory = maxMemoryMb === undefined ? {} : { maxMemoryMB: maxMemoryMb }
  return [{ ...rest, ...memory, ...maxMemory, kind: 'REPORT' }]
}

/** Cut into lines, a text loses the connection between REPORT and the XRAY line behind it. */
function withoutTrace(expected: readonly Expected[]): Expected[] {
  return expected.map((one) => {
    const fields = Object.entries(one).filter(([name]) => name !== 'xrayTraceId')
    return Object.fromEntries(fields) as unknown as Expected
  })
}
