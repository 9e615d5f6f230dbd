import { ms, unixMs } from '@thermocline/wire'
import { expect, test } from 'vitest'
import { streamEvents } from '../src/export/log-stream.ts'
import type { PlatformEvent } from '../src/platform/event.ts'

const TIME = unixMs(Date.parse('2026-11-02T08:00:00.123Z') + 0.75)
const WHOLE = Date.parse('2026-11-02T08:00:00.123Z')
const REQUEST_ID = '1f0ad3c4-5b6e-4a7d-8c9b-0a1b2c3d4e5f'

const WRITTEN: PlatformEvent = { time: TIME, type: 'function', record: 'hello' }
const DONE: PlatformEvent = {
  time: TIME,
  type: 'platform.runtimeDone',
  record: { requestId: REQUEST_ID, status: 'success' },
}
const REPORTED: PlatformEvent = {
  time: TIME,
  type: 'platform.report',
  record: { requestId: REQUEST_ID, status: 'success', metrics: { durationMs: ms(2) } },
}

test('in text every line ends with a newline, and one event may be two of them', () => {
  expect(streamEvents([WRITTEN, DONE, REPORTED], { format: 'Text' })).toEqual([
    { timestamp: WHOLE, message: 'hello\n' },
    { timestamp: WHOLE, message: `END RequestId: ${REQUEST_ID}\n` },
    { timestamp: WHOLE, message: `REPORT RequestId: ${REQUEST_ID}\tDuration: 2.00 ms\t\n` },
  ])
})

test('in JSON the lines of Lambda have none, and what was written keeps its own', () => {
  expect(streamEvents([WRITTEN, DONE, REPORTED], { format: 'JSON', systemLevel: 'INFO' })).toEqual([
    { timestamp: WHOLE, message: 'hello\n' },
    {
      timestamp: WHOLE,
      message: `{"time":"2026-11-02T08:00:00.123Z","type":"platform.report","record":{"requestId":"${REQUEST_ID}","status":"success","metrics":{"durationMs":2}}}`,
    },
  ])
})

test('the system log level decides how much of Lambda there is', () => {
  const all = [WRITTEN, DONE, REPORTED]
  expect(streamEvents(all, { format: 'JSON', systemLevel: 'DEBUG' })).toHaveLength(3)
  expect(streamEvents(all, { format: 'JSON', systemLevel: 'WARN' })).toHaveLength(1)
})
