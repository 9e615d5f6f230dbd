import { ms, unixMs } from '@thermocline/wire'
import { expect, test } from 'vitest'
import type {
  Extension,
  InitPhase,
  InitReport,
  InitType,
  PlatformEvent,
  Status,
} from '../src/platform/event.ts'
import { jsonLines } from '../src/platform/json.ts'
import type { SystemLogLevel } from '../src/platform/levels.ts'

const TIME = unixMs(Date.parse('2026-11-02T08:00:00.123Z') + 0.75)
const REQUEST_ID = '1f0ad3c4-5b6e-4a7d-8c9b-0a1b2c3d4e5f'

test('a line of Lambda is its time, its type and its record', () => {
  const event: PlatformEvent = {
    time: TIME,
    type: 'platform.start',
    record: { requestId: REQUEST_ID, version: '$LATEST', functionArn: 'arn', tenantId: 'blue' },
  }
  expect(jsonLines(event, { systemLevel: 'INFO' })).toEqual([
    `{"time":"2026-11-02T08:00:00.123Z","type":"platform.start","record":{"requestId":"${REQUEST_ID}","version":"$LATEST","functionArn":"arn","tenantId":"blue"}}`,
  ])
})

test('durations have microseconds and no finer digits, in spans too', () => {
  const event: PlatformEvent = {
    time: TIME,
    type: 'platform.report',
    record: {
      requestId: REQUEST_ID,
      status: 'success',
      metrics: { durationMs: ms(1.148_499_9), billedDurationMs: ms(81), initDurationMs: ms(79.999_6) },
      spans: [{ name: 'extensionOverhead', start: '2026-11-02T08:00:00.120Z', durationMs: ms(0.1 + 0.2) }],
    },
  }
  expect(parsed(event)).toEqual({
    requestId: REQUEST_ID,
    status: 'success',
    metrics: { durationMs: 1.148, billedDurationMs: 81, initDurationMs: 80 },
    spans: [{ name: 'extensionOverhead', start: '2026-11-02T08:00:00.120Z', durationMs: 0.3 }],
  })
})

test('a report of Managed Instances has a duration and no other figure', () => {
  const record = { requestId: REQUEST_ID, status: 'success', metrics: { durationMs: ms(1.148) } } as const
  expect(parsed({ time: TIME, type: 'platform.report', record })).toEqual(record)
})

test.each<SystemLogLevel>(['DEBUG', 'INFO', 'WARN'])(
  'what was written passes as it is at %s',
  (systemLevel) => {
    const lines = (event: PlatformEvent): string[] => jsonLines(event, { systemLevel })
    const text = 'not { JSON\rat all'
    expect(lines({ time: TIME, type: 'function', record: text })).toEqual([text])
    expect(lines({ time: TIME, type: 'extension', record: text })).toEqual([text])
    expect(lines({ time: TIME, type: 'function', record: { level: 'DEBUG', tookMs: 0.123_456_7 } })).toEqual([
      '{"level":"DEBUG","tookMs":0.1234567}',
    ])
  },
)

// AWS's "System log level event mapping": the least detailed level at which CloudWatch still has the event.
const LEVELS: readonly (readonly [SystemLogLevel, string, PlatformEvent])[] = [
  ['INFO', 'a start', start()],
  ['INFO', 'the beginning of an init', initStart('init')],
  ['DEBUG', 'the beginning of an init inside an invocation', initStart('invoke')],
  ['DEBUG', 'an init on demand that went well', initReport('on-demand', 'success')],
  ['INFO', 'an init of provisioned concurrency', initReport('provisioned-concurrency', 'success')],
  ['DEBUG', 'one inside an invocation', initReport('provisioned-concurrency', 'success', 'invoke')],
  ['INFO', 'an init of Managed Instances', initReport('lambda-managed-instances', 'success')],
  ['WARN', 'an init on demand that failed', initReport('on-demand', 'error')],
  [
    'WARN',
    'an init of provisioned concurrency that timed out',
    initReport('provisioned-concurrency', 'timeout'),
  ],
  ['DEBUG', 'a runtime that was ready', initRuntimeDone('success')],
  ['WARN', 'a runtime that never was', initRuntimeDone('failure')],
  ['DEBUG', 'a runtime that was done', runtimeDone('success')],
  ['WARN', 'a runtime that broke down', runtimeDone('error')],
  ['INFO', 'a report of success', report('success')],
  ['WARN', 'a report of an error', report('error')],
  ['WARN', 'a report of a failure', report('failure')],
  ['WARN', 'a report of a timeout', report('timeout')],
  ['INFO', 'an extension that is ready', extension({})],
  ['WARN', 'an extension that failed', extension({ state: 'InitError', errorType: 'Extension.InitError' })],
  ['INFO', 'a telemetry subscription', telemetrySubscription()],
  ['WARN', 'dropped logs', logsDropped()],
]

test.each(LEVELS)('up to %s there is %s', (highest, _what, event) => {
  const levels: readonly SystemLogLevel[] = ['DEBUG', 'INFO', 'WARN']
  const visible = levels.filter((systemLevel) => jsonLines(event, { systemLevel }).length === 1)
  expect(visible).toEqual(levels.slice(0, levels.indexOf(highest) + 1))
})

function parsed(event: PlatformEvent): unknown {
  const [line = ''] = jsonLines(event, { systemLevel: 'INFO' })
  return (JSON.parse(line) as { record: unknown }).record
}

function start(): PlatformEvent {
  const record = { requestId: REQUEST_ID, version: '$LATEST', functionArn: 'arn' }
  return { time: TIME, type: 'platform.start', record }
}

function initStart(phase: InitPhase): PlatformEvent {
  const runtime = { runtimeVersion: 'nodejs:24.v21', runtimeVersionArn: 'arn' }
  const instance = { instanceId: '82561ce0-53dd-47d1-90e0-c8f5e063e62e', instanceMaxMemory: 256 }
  const names = { functionName: 'orders', functionVersion: '$LATEST' }
  const record = { initializationType: 'on-demand', phase, ...runtime, ...names, ...instance } as const
  return { time: TIME, type: 'platform.initStart', record }
}

function initReport(initializationType: InitType, status: Status, phase: InitPhase = 'init'): PlatformEvent {
  const record: InitReport = { initializationType, phase, status, metrics: { durationMs: ms(80) } }
  return { time: TIME, type: 'platform.initReport', record }
}

function initRuntimeDone(status: Status): PlatformEvent {
  const record = { initializationType: 'on-demand', phase: 'init', status } as const
  return { time: TIME, type: 'platform.initRuntimeDone', record }
}

function runtimeDone(status: Status): PlatformEvent {
  return { time: TIME, type: 'platform.runtimeDone', record: { requestId: REQUEST_ID, status } }
}

function report(status: Status): PlatformEvent {
  const record = { requestId: REQUEST_ID, status, metrics: { durationMs: ms(1) } }
  return { time: TIME, type: 'platform.report', record }
}

function extension(more: Partial<Extension>): PlatformEvent {
  const record: Extension = { name: 'collector', state: 'Ready', events: ['INVOKE'], ...more }
  return { time: TIME, type: 'platform.extension', record }
}

function telemetrySubscription(): PlatformEvent {
  const record = { name: 'collector', state: 'Subscribed', types: ['platform'] } as const
  return { time: TIME, type: 'platform.telemetrySubscription', record }
}

function logsDropped(): PlatformEvent {
  const record = { reason: 'full', droppedRecords: 1, droppedBytes: 9 }
  return { time: TIME, type: 'platform.logsDropped', record }
}
