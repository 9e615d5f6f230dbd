import { ms, unixMs } from '@thermocline/wire'
import { describe, expect, test } from 'vitest'
import type { InitReport, InitStart, PlatformEvent, Report, ReportMetrics } from '../src/platform/event.ts'
import { textLines } from '../src/platform/text.ts'

const TIME = unixMs(Date.UTC(2026, 10, 2, 8))
const REQUEST_ID = '1f0ad3c4-5b6e-4a7d-8c9b-0a1b2c3d4e5f'
const ARN = `arn:aws:lambda:us-east-1::runtime:${'0'.repeat(64)}`

const INIT_START: InitStart = {
  initializationType: 'on-demand',
  phase: 'init',
  runtimeVersion: 'nodejs:24.v21',
  runtimeVersionArn: ARN,
  functionName: 'orders',
  functionVersion: '$LATEST',
  instanceId: '82561ce0-53dd-47d1-90e0-c8f5e063e62e',
  instanceMaxMemory: 256,
}

describe('an init', () => {
  test('begins with the version of its runtime', () => {
    expect(textLines({ time: TIME, type: 'platform.initStart', record: INIT_START })).toEqual([
      `INIT_START Runtime Version: nodejs:24.v21\tRuntime Version ARN: ${ARN}`,
    ])
  })

  test('inside an invocation leaves no line when it succeeds', () => {
    const record: InitStart = { ...INIT_START, phase: 'invoke' }
    expect(textLines({ time: TIME, type: 'platform.initStart', record })).toEqual([])
    expect(initReported({ phase: 'invoke' })).toEqual([])
    expect(initReported({ phase: 'invoke', initializationType: 'provisioned-concurrency' })).toEqual([])
  })

  test('on demand is reported only where it failed', () => {
    expect(initReported({})).toEqual([])
    expect(initReported({ status: 'timeout', errorType: 'Sandbox.Timedout' })).toEqual([
      'INIT_REPORT Init Duration: 1236.04 ms\tPhase: init\tStatus: timeout',
    ])
    expect(initReported({ status: 'error', errorType: 'Extension.Crash' })).toEqual([
      'INIT_REPORT Init Duration: 1236.04 ms\tPhase: init\tStatus: error\tError Type: Extension.Crash',
    ])
    expect(initReported({ status: 'failure', phase: 'invoke', errorType: 'Runtime.ExitError' })).toEqual([
      'INIT_REPORT Init Duration: 1236.04 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ExitError',
    ])
  })

  test('of provisioned concurrency is always reported', () => {
    const initializationType = 'provisioned-concurrency'
    expect(initReported({ initializationType })).toEqual(['INIT_REPORT Init Duration: 1236.04 ms'])
    expect(initReported({ initializationType, status: 'timeout' })).toEqual([
      'INIT_REPORT Init Duration: 1236.04 ms\tPhase: init\tStatus: timeout',
    ])
  })
})

describe('an invocation', () => {
  const END = `END RequestId: ${REQUEST_ID}`
  const FIGURES = `REPORT RequestId: ${REQUEST_ID}\tDuration: 133.61 ms\tBilled Duration: 134 ms\tMemory Size: 128 MB\tMax Memory Used: 31 MB\t`

  test('starts with its request and the version of the function', () => {
    const record = { requestId: REQUEST_ID, version: '$LATEST', functionArn: 'arn', tenantId: 'blue' }
    expect(textLines({ time: TIME, type: 'platform.start', record })).toEqual([
      `START RequestId: ${REQUEST_ID} Version: $LATEST`,
    ])
  })

  test('that went well ends without a status', () => {
    expect(reported({})).toEqual([END, FIGURES])
  })

  test('that came after an init tells how long that took', () => {
    expect(reported({ metrics: { ...METRICS, initDurationMs: ms(80) } })[1]).toBe(
      `${FIGURES}Init Duration: 80.00 ms\t`,
    )
  })

  test.each<[Report['status'], string | undefined, string]>([
    ['timeout', undefined, 'Status: timeout\t'],
    ['timeout', 'Sandbox.Timedout', 'Status: timeout\t'],
    ['error', 'Runtime.ExitError', 'Status: error\tError Type: Runtime.ExitError\t'],
    ['error', 'Extension.Crash', 'Status: error\tError Type: Extension.Crash\t'],
    ['failure', 'Runtime.OutOfMemory', 'Status: error\tError Type: Runtime.OutOfMemory\t'],
    ['failure', 'Sandbox.Failure', 'Status: error\tError Type: Sandbox.Failure\t'],
    ['failure', undefined, 'Status: error\t'],
    // The runtime posted these and lived on.
    ['error', 'Function.Unknown', ''],
    ['error', 'Function.ResponseSizeTooLarge', ''],
    ['error', 'RangeError', ''],
    ['success', 'RangeError', ''],
  ])('of status %s with error type %s says "%s"', (status, errorType, told) => {
    expect(reported({ status, ...(errorType === undefined ? {} : { errorType }) })[1]).toBe(FIGURES + told)
  })

  test.each([
    ['1', 'true'],
    ['0', 'false'],
  ])('with a segment and Sampled=%s has its trace in the same event', (flag, sampled) => {
    const value = `Root=1-6352a70e-1e2c502e358361800241fd45;Parent=35465b3a9e2f7c6a;Sampled=${flag}`
    const tracing = { spanId: '24cd7d670fa455f0', type: 'X-Amzn-Trace-Id', value } as const
    expect(reported({ tracing })[1]).toBe(
      `${FIGURES}\nXRAY TraceId: 1-6352a70e-1e2c502e358361800241fd45\tSegmentId: 24cd7d670fa455f0\tSampled: ${sampled}\t`,
    )
  })

  test('without a segment has no trace', () => {
    const tracing = { type: 'X-Amzn-Trace-Id', value: 'Root=1-6352a70e-1e2c502e358361800241fd45' } as const
    expect(reported({ tracing })).toEqual([END, FIGURES])
  })

  test('of which only the duration is known says no more', () => {
    expect(reported({ metrics: { durationMs: ms(1.148) } })[1]).toBe(
      `REPORT RequestId: ${REQUEST_ID}\tDuration: 1.15 ms\t`,
    )
  })
})

test('an extension is named with its state and its events, in their order', () => {
  const ready = { name: 'collector', state: 'Ready', events: ['INVOKE', 'SHUTDOWN'] } as const
  expect(textLines({ time: TIME, type: 'platform.extension', record: ready })).toEqual([
    'EXTENSION\tName: collector\tState: Ready\tEvents: [INVOKE, SHUTDOWN]',
  ])
  const record = {
    name: 'collector',
    state: 'InitError',
    events: [],
    errorType: 'Extension.InitError',
  } as const
  expect(textLines({ time: TIME, type: 'platform.extension', record })).toEqual([
    'EXTENSION\tName: collector\tState: InitError\tEvents: []\tError Type: Extension.InitError',
  ])
})

test('a telemetry subscription is named with its types, capitalised', () => {
  const record = { name: 'collector', state: 'Subscribed', types: ['platform', 'function'] } as const
  expect(textLines({ time: TIME, type: 'platform.telemetrySubscription', record })).toEqual([
    'TELEMETRY\tName: collector\tState: Subscribed\tTypes: [Platform, Function]',
  ])
})

test('what was written is its own line, an object as JSON', () => {
  const written = `2026-11-02T08:00:00.000Z\t${REQUEST_ID}\tINFO\tfirst\rsecond`
  expect(textLines({ time: TIME, type: 'function', record: written })).toEqual([written])
  expect(textLines({ time: TIME, type: 'extension', record: '' })).toEqual([''])
  expect(textLines({ time: TIME, type: 'function', record: { level: 'INFO', n: 1 } })).toEqual([
    '{"level":"INFO","n":1}',
  ])
})

test.each<PlatformEvent>([
  {
    time: TIME,
    type: 'platform.initRuntimeDone',
    record: { initializationType: 'on-demand', phase: 'init', status: 'error' },
  },
  { time: TIME, type: 'platform.runtimeDone', record: { requestId: REQUEST_ID, status: 'timeout' } },
  {
    time: TIME,
    type: 'platform.logsDropped',
    record: { reason: 'full', droppedRecords: 1, droppedBytes: 9 },
  },
])('$type is for telemetry alone', (event) => {
  expect(textLines(event)).toEqual([])
})

const METRICS: ReportMetrics = {
  durationMs: ms(133.61),
  billedDurationMs: ms(134),
  memorySizeMB: 128,
  maxMemoryUsedMB: 31,
}

function reported(more: Partial<Report>): string[] {
  const record: Report = { requestId: REQUEST_ID, status: 'success', metrics: METRICS, ...more }
  return textLines({ time: TIME, type: 'platform.report', record })
}

function initReported(more: Partial<InitReport>): string[] {
  const record: InitReport = {
    initializationType: 'on-demand',
    phase: 'init',
    status: 'success',
    metrics: { durationMs: ms(1236.04) },
    ...more,
  }
  return textLines({ time: TIME, type: 'platform.initReport', record })
}
