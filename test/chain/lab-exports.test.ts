import { gunzipSync } from 'node:zlib'
import { readLogs } from '@thermocline/logs'
import { seeded, shuffled } from '@thermocline/testkit/random'
import { ms, unixMs } from '@thermocline/wire'
import type { Report, UnixMs } from '@thermocline/wire'
import { describe, expect, test } from 'vitest'
import { filterLogEvents } from '../../packages/lab/src/export/filter-log-events.ts'
import { streamEvents } from '../../packages/lab/src/export/log-stream.ts'
import type { LogFormat, LogStream, StreamEvent } from '../../packages/lab/src/export/log-stream.ts'
import { s3Objects } from '../../packages/lab/src/export/s3.ts'
import type { S3Object } from '../../packages/lab/src/export/s3.ts'
import { subscriptionPayloads } from '../../packages/lab/src/export/subscription.ts'
import type { SubscriptionPayload } from '../../packages/lab/src/export/subscription.ts'
import type { InitReport, PlatformEvent, Report as Reported } from '../../packages/lab/src/platform/event.ts'
import { importedReport } from '../support/imported-report.ts'

// The lab's platform events out as logs of AWS, and those back in by the command line.

const GROUP = '/aws/lambda/orders'
const DAY_MS = Date.UTC(2026, 10, 2, 8)

// Cold, warm, timed out, and begun again by an init inside its fourth invocation.
const RESET: readonly PlatformEvent[] = [
  initStart(0, 'init'),
  extensionReady(60),
  subscribed(60),
  initReport(100, { metrics: { durationMs: ms(100) } }),
  ...invocation(1, 100, 50, { initMs: 100 }),
  ...invocation(2, 1000, 20),
  ...invocation(3, 2000, 3000, { status: 'timeout', errorType: 'Sandbox.Timedout' }),
  initStart(9000, 'invoke'),
  initReport(9200, { phase: 'invoke', metrics: { durationMs: ms(200) } }),
  ...invocation(4, 9000, 230.25),
]

// Neither its own init nor the one inside its only invocation came to an end.
const NEVER_READY: readonly PlatformEvent[] = [
  initStart(500, 'init'),
  initReport(10_500, { status: 'timeout', metrics: { durationMs: ms(10_000) } }),
  initStart(10_600, 'invoke'),
  initReport(10_900, { phase: 'invoke', status: 'error', errorType: 'Runtime.Unknown' }),
  ...invocation(5, 10_600, 300, { status: 'error', errorType: 'Runtime.Unknown' }),
]

const FORMATS: readonly (readonly [string, LogFormat])[] = [
  ['text', { format: 'Text' }],
  ['JSON', { format: 'JSON', systemLevel: 'INFO' }],
  ['JSON with all of Lambda', { format: 'JSON', systemLevel: 'DEBUG' }],
]

describe.each(FORMATS)('two containers as logs in %s', (_, format) => {
  const streams = streamsIn(format)

  test('are imported without a line that nobody understands', () => {
    const { format: name, unparsed, appLines, invocations } = readLogs(filterLogEvents(streams))
    expect({ name, unparsed: unparsed.count, appLines, invocations }).toEqual({
      name: 'filter-log-events',
      unparsed: 0,
      appLines: 5,
      invocations: 5,
    })
  })

  test('give the figures counted by hand', async () => {
    const report = await imported(streams)
    expect(report.coverage).toEqual({ invocationsSeen: 5, invocationsMissing: 0, sources: ['log'] })
    expect(report.functions).toMatchObject([
      {
        name: 'orders',
        invocations: 5,
        errors: 1,
        timeouts: 1,
        inits: 3,
        starts: { cold: 2, reinit: 1, warm: 2, provisioned: 0 },
        containers: { seen: 2, leftCensored: 0, singleUse: 1, invocationsPerContainer: { max: 4 } },
        initMs: { p50: 100, max: 100 },
        durationMs: { cold: { max: 300 }, warm: { max: 3000 } },
        peakConcurrency: 2,
      },
    ])
  })

  test('give the report they give as text', async () => {
    expect(await imported(streams)).toEqual(await imported(streamsIn({ format: 'Text' })))
  })

  test('come out of subscription payloads as they went in, in whatever order those arrive', () => {
    const payloads = subscriptionPayloads(streams, { owner: '123456789012', filter: 'to-the-collector' })
    expect(new Set(shuffled(payloads, seeded(5)).map(delivered))).toEqual(new Set(streams.map(byTime)))
  })

  test('come out of S3 as they went in, blank lines and lines of several rows too', () => {
    const [, ...objects] = s3Objects(streams, { prefix: 'exportedlogs', taskId: 'a-task' })
    expect(objects.map(downloaded)).toEqual(
      streams.map((stream) => ({
        key: `exportedlogs/a-task/${stream.logStream.replaceAll('/', '-')}/000000.gz`,
        events: byTime(stream).events,
      })),
    )
  })

  test('say the same by whatever way they come', () => {
    const wanted = sightingsIn([[filterLogEvents(streams), undefined]])
    const payloads = subscriptionPayloads(streams, { owner: '123456789012', filter: 'to-the-collector' })
    const [, ...objects] = s3Objects(streams, { prefix: 'exportedlogs', taskId: 'a-task' })
    expect(wanted.size).toBeGreaterThan(5)
    expect(sightingsIn(payloads.map((payload) => [JSON.stringify(payload), undefined]))).toEqual(wanted)
    expect(sightingsIn(objects.map(({ key, bytes }) => [gunzipSync(bytes).toString('utf8'), key]))).toEqual(
      wanted,
    )
  })
})

/** What files say of invocations, but for the account, which only some of them know. */
function sightingsIn(files: readonly (readonly [text: string, path: string | undefined])[]): Set<unknown> {
  const all = files.flatMap(([text, path]) => readLogs(text, { logGroup: GROUP, path }).intake.invocations)
  return new Set(all.map((one) => JSON.stringify(Object.assign({}, one, { function: one.function.name }))))
}

function streamsIn(format: LogFormat): LogStream[] {
  return [RESET, NEVER_READY].map((events, index) => ({
    logGroup: GROUP,
    logStream: `2026/11/02/[$LATEST]${'ab'.charAt(index).repeat(32)}`,
    events: streamEvents(events, format),
  }))
}

function imported(streams: readonly LogStream[]): Promise<Report> {
  return importedReport([filterLogEvents(streams)], GROUP)
}

/** CloudWatch sorts; lines of one millisecond keep their order. */
function byTime({ logGroup, logStream, events }: LogStream): LogStream {
  return { logGroup, logStream, events: events.toSorted((one, other) => one.timestamp - other.timestamp) }
}

function delivered({ awslogs }: SubscriptionPayload): LogStream {
  const json = gunzipSync(Buffer.from(awslogs.data, 'base64')).toString('utf8')
  const { logGroup, logStream, logEvents } = JSON.parse(json) as LogStream & { logEvents: StreamEvent[] }
  const events = logEvents.map(({ timestamp, message }) => ({ timestamp, message }))
  return { logGroup, logStream, events }
}

function downloaded({ key, bytes }: S3Object): { key: string; events: StreamEvent[] } {
  const lines = gunzipSync(bytes).toString('utf8').split(LINE_START)
  return { key, events: lines.map(toEvent) }
}

const LINE_START = /^(?=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z )/m

function toEvent(line: string): StreamEvent {
  const space = line.indexOf(' ')
  return { timestamp: unixMs(Date.parse(line.slice(0, space))), message: line.slice(space + 1, -1) }
}

function initStart(afterMs: number, phase: 'init' | 'invoke'): PlatformEvent {
  const record = {
    initializationType: 'on-demand',
    phase,
    runtimeVersion: 'nodejs:24.v21',
    runtimeVersionArn: `arn:aws:lambda:us-east-1::runtime:${'0'.repeat(64)}`,
    functionName: 'orders',
    functionVersion: '$LATEST',
    instanceId: '82561ce0-53dd-47d1-90e0-c8f5e063e62e',
    instanceMaxMemory: 256,
  } as const
  return { time: at(afterMs), type: 'platform.initStart', record }
}

function initReport(afterMs: number, more: Partial<InitReport>): PlatformEvent {
  const record: InitReport = {
    initializationType: 'on-demand',
    phase: 'init',
    status: 'success',
    metrics: { durationMs: ms(300) },
    ...more,
  }
  return { time: at(afterMs), type: 'platform.initReport', record }
}

function extensionReady(afterMs: number): PlatformEvent {
  const record = { name: 'collector', state: 'Ready', events: ['INVOKE', 'SHUTDOWN'] } as const
  return { time: at(afterMs), type: 'platform.extension', record }
}

function subscribed(afterMs: number): PlatformEvent {
  const record = { name: 'collector', state: 'Subscribed', types: ['platform', 'function'] } as const
  return { time: at(afterMs), type: 'platform.telemetrySubscription', record }
}

type More = Partial<Pick<Reported, 'status' | 'errorType'>> & { readonly initMs?: number }

/** What Lambda tells of one, with a line of the handler's in between. */
function invocation(serial: number, afterMs: number, durationMs: number, more: More = {}): PlatformEvent[] {
  const requestId = `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`
  const { initMs, status = 'success', ...rest } = more
  const tracing = {
    spanId: `000000000000000${serial}`,
    type: 'X-Amzn-Trace-Id',
    value: `Root=1-69070e80-00000000000000000000000${serial};Parent=000000000000000a;Sampled=1`,
  } as const
  const report: Reported = {
    requestId,
    status,
    ...rest,
    metrics: {
      durationMs: ms(durationMs),
      billedDurationMs: ms(Math.ceil(durationMs + (initMs ?? 0))),
      memorySizeMB: 256,
      maxMemoryUsedMB: 60,
      ...(initMs === undefined ? {} : { initDurationMs: ms(initMs) }),
    },
    tracing,
  }
  const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:orders'
  const written = `${new Date(at(afterMs + 1)).toISOString()}\t${requestId}\tINFO\tone\rtwo`
  const end = at(afterMs + durationMs)
  return [
    {
      time: at(afterMs),
      type: 'platform.start',
      record: { requestId, version: '$LATEST', functionArn, tracing },
    },
    { time: at(afterMs + 1), type: 'function', record: written },
    { time: end, type: 'platform.runtimeDone', record: { requestId, status, tracing } },
    { time: end, type: 'platform.report', record: report },
  ]
}

function at(afterMs: number): UnixMs {
  return unixMs(DAY_MS + afterMs)
}
