import { joinIntakes, key, ThermoclineError } from '@thermocline/wire'
import { describe, expect, test } from 'vitest'
import { readLogs } from '../src/index.ts'
import {
  AT_MS,
  AT_US,
  event,
  file,
  otlpOf,
  reportLine,
  REQUEST_ID,
  rootLineOf,
  spanLineOf,
  STREAM,
} from './builder.ts'

const ORDERS = { functionName: 'orders' }

function intakeOf(...messages: readonly string[]) {
  return readLogs(file(...messages.map((message) => event(message))), ORDERS).intake
}

const KNOWN = { source: 'log', function: { name: 'orders' }, container: STREAM, requestId: REQUEST_ID }

describe('a platform line gives one sighting that stands alone', () => {
  test('START', () => {
    expect(intakeOf(`START RequestId: ${REQUEST_ID} Version: 7\n`).invocations).toEqual([
      { ...KNOWN, start: AT_US, version: '7' },
    ])
  })

  test('REPORT, whose start lies its duration before it', () => {
    expect(intakeOf(reportLine()).invocations).toEqual([
      {
        ...KNOWN,
        version: '$LATEST',
        start: AT_US - 250_500,
        end: AT_US,
        duration: 250.5,
        billed: 251,
        memory: 134_217_728,
        maxMemoryUsed: 56_623_104,
      },
    ])
  })

  test('REPORT of a cold start, whose init lies before the start', () => {
    expect(intakeOf(reportLine('Init Duration: 120.25 ms')).invocations).toMatchObject([
      { start: AT_US - 250_500, startKind: 'cold', init: { duration: 120.25, source: 'report' } },
    ])
  })

  test('REPORT of a restore', () => {
    expect(intakeOf(reportLine('Restore Duration: 474.16 ms')).invocations).toMatchObject([
      { startKind: 'restored', init: { duration: 474.16, source: 'report', type: 'snap-start' } },
    ])
  })

  test('REPORT without Init Duration leaves the start open, and without Status the outcome', () => {
    const [report] = intakeOf(reportLine()).invocations
    expect(report).not.toHaveProperty('startKind')
    expect(report).not.toHaveProperty('outcome')
  })

  test('REPORT with Status', () => {
    expect(
      intakeOf(reportLine('Status: error', 'Error Type: Runtime.OutOfMemory')).invocations,
    ).toMatchObject([{ outcome: 'error', errorType: 'Runtime.OutOfMemory' }])
  })

  test('REPORT without Duration is unparsed', () => {
    const { intake, unparsed } = readLogs(file(event(`REPORT RequestId: ${REQUEST_ID}\tMemory Size: 128 MB`)))
    expect(intake.invocations).toEqual([])
    expect(unparsed.examples).toMatchObject([{ place: 'events[0]', reason: 'REPORT without Duration' }])
  })

  test('REPORT whose duration reaches back before 1970 is unparsed', () => {
    const { intake, unparsed } = readLogs(file(event(reportLine(), { timestamp: 250 })))
    expect(intake.invocations).toEqual([])
    expect(unparsed.examples).toMatchObject([{ reason: 'a duration that reaches back before 1970' }])
  })

  test.each([
    [
      `REPORT RequestId: ${REQUEST_ID} Duration: 315360000001 ms`,
      'duration must be 0 to 315360000000 ms, got 315360000001',
    ],
    [
      `REPORT RequestId: ${REQUEST_ID} Duration: 1 ms Billed Duration: 9${'0'.repeat(20)} ms`,
      'billed duration must be 0 to 315360000000 ms, got 900000000000000000000',
    ],
    [
      reportLine(`Init Duration: 1${'0'.repeat(400)} ms`),
      'init duration must be 0 to 315360000000 ms, got Infinity',
    ],
    [
      reportLine('Restore Duration: 315360000001 ms'),
      'restore duration must be 0 to 315360000000 ms, got 315360000001',
    ],
    [
      `REPORT RequestId: ${REQUEST_ID} Duration: 1 ms Memory Size: 1048577 MB`,
      'memory size must be 0 to 1048576 MB, got 1048577',
    ],
    [
      `REPORT RequestId: ${REQUEST_ID} Duration: 1 ms Max Memory Used: 1048577 MB`,
      'max memory used must be 0 to 1048576 MB, got 1048577',
    ],
    [
      `2026-08-08T10:00:00.000Z ${REQUEST_ID} Task timed out after 400000000 seconds`,
      'time until the timeout must be 0 to 315360000000 ms, got 400000000000',
    ],
    [
      'INIT_REPORT Init Duration: 315360000001 ms\tPhase: init',
      'init duration must be 0 to 315360000000 ms, got 315360000001',
    ],
    [
      platformEvent('report', { requestId: REQUEST_ID, metrics: { durationMs: -50 } }),
      'duration must be 0 to 315360000000 ms, got -50',
    ],
    [
      platformEvent('report', { requestId: REQUEST_ID, metrics: { durationMs: 1, memorySizeMB: -128 } }),
      'memory size must be 0 to 1048576 MB, got -128',
    ],
    [
      platformEvent('initReport', { phase: 'init', metrics: { durationMs: 1e300 } }),
      'init duration must be 0 to 315360000000 ms, got 1e+300',
    ],
  ])('%s has a figure that cannot be: it is unparsed', (message, reason) => {
    const { intake, unparsed } = readLogs(file(event(message)))
    expect(intake).toMatchObject({ invocations: [], containers: [] })
    expect(unparsed).toMatchObject({ count: 1, examples: [{ reason }] })
  })

  test('a line that tells of a timeout, whose start lies the limit before it', () => {
    const line = `2026-08-08T10:00:00.000Z ${REQUEST_ID} Task timed out after 3.00 seconds\n\n`
    expect(intakeOf(line).invocations).toEqual([
      { ...KNOWN, version: '$LATEST', start: AT_US - 3_000_000, end: AT_US, outcome: 'timeout' },
    ])
  })

  test('INIT_START and INIT_REPORT say when the container began', () => {
    const container = { function: { name: 'orders' }, container: STREAM }
    expect(intakeOf('INIT_START Runtime Version: nodejs:24.v1').containers).toEqual([
      { ...container, initStart: AT_US },
    ])
    expect(
      intakeOf('INIT_REPORT Init Duration: 10000.50 ms\tPhase: init\tStatus: timeout').containers,
    ).toEqual([{ ...container, initStart: AT_US - 10_000_500 }])
    expect(
      intakeOf('INIT_REPORT Init Duration: 100.00 ms\tPhase: invoke\tStatus: timeout').containers,
    ).toEqual([])
  })

  test('END and lines of extensions say nothing more', () => {
    const reading = readLogs(
      file(event(`END RequestId: ${REQUEST_ID}`), event('LOGS\tName: a\tState: Subscribed')),
    )
    expect(reading).toMatchObject({ events: 2, invocations: 0, appLines: 0, unparsed: { count: 0 } })
  })
})

describe('a crash', () => {
  const crash = event(
    `RequestId: ${REQUEST_ID} Error: Runtime exited with error: exit status 1\nRuntime.ExitError\n`,
    {
      timestamp: AT_MS + 60_000,
    },
  )
  const start = event(`START RequestId: ${REQUEST_ID} Version: $LATEST`)

  test('joins the attempt it ended, wherever in the file that is', () => {
    const earlier = event(`START RequestId: ${REQUEST_ID} Version: $LATEST`, { timestamp: AT_MS - 120_000 })
    const { invocations } = readLogs(file(crash, start, earlier), ORDERS).intake
    expect(invocations).toHaveLength(3)
    expect(invocations[2]).toEqual({
      ...KNOWN,
      start: AT_US,
      outcome: 'error',
      errorType: 'Runtime.ExitError',
    })
  })

  // Took half a minute while each crash looked through all attempts of its request.
  test('joins its attempt even where one request id stands on 60,000 lines', () => {
    const events = Array.from({ length: 30_000 }, (_, index) => [
      { ...start, timestamp: AT_MS + index * 10 },
      { ...crash, timestamp: AT_MS + index * 10 + 5 },
    ]).flat()
    const { invocations } = readLogs(file(...events), ORDERS).intake
    expect(invocations).toHaveLength(60_000)
    expect(invocations[30_000]).toMatchObject({ start: AT_US, outcome: 'error' })
    expect(invocations[59_999]).toMatchObject({ start: AT_US + 299_990_000, outcome: 'error' })
  })

  test('without its START and REPORT is unparsed, because its start cannot be known', () => {
    const { intake, unparsed } = readLogs(file(crash), ORDERS)
    expect(intake.invocations).toEqual([])
    expect(unparsed).toMatchObject({
      count: 1,
      examples: [{ reason: 'a crash whose START and REPORT are not in this file' }],
    })
  })
})

describe('the JSON log format', () => {
  test('says which tenant a container serves, at its start and in its report', () => {
    const tenantId = 'BlueTenant'
    const { invocations } = intakeOf(
      platformEvent('start', { requestId: REQUEST_ID, version: '7', tenantId }),
      platformEvent('report', {
        requestId: REQUEST_ID,
        status: 'success',
        tenantId,
        metrics: { durationMs: 5 },
      }),
    )
    expect(invocations.map(({ tenant }) => tenant)).toEqual([tenantId, tenantId])
  })

  test('says the same, by its own time', () => {
    const metrics = {
      durationMs: 500,
      billedDurationMs: 620,
      memorySizeMB: 128,
      maxMemoryUsedMB: 54,
      initDurationMs: 120,
    }
    const { invocations, containers } = intakeOf(
      platformEvent('initStart', {
        initializationType: 'on-demand',
        phase: 'init',
        runtimeVersion: 'nodejs:24.v1',
      }),
      platformEvent('initReport', {
        initializationType: 'on-demand',
        phase: 'init',
        metrics: { durationMs: 120 },
      }),
      platformEvent('start', { requestId: REQUEST_ID, version: '7' }),
      platformEvent('report', { requestId: REQUEST_ID, status: 'success', metrics }),
      platformEvent('runtimeDone', { requestId: REQUEST_ID, status: 'success' }),
    )
    const at = AT_US + 1_500_000
    expect(containers.map(({ initStart }) => initStart)).toEqual([at, at - 120_000])
    expect(invocations).toEqual([
      { ...KNOWN, start: at, version: '7' },
      {
        ...KNOWN,
        version: '$LATEST',
        start: at - 500_000,
        end: at,
        duration: 500,
        startKind: 'cold',
        init: { duration: 120, source: 'report' },
        billed: 620,
        memory: 134_217_728,
        maxMemoryUsed: 56_623_104,
        outcome: 'ok',
      },
    ])
  })

  test.each([
    [platformEvent('report', { requestId: REQUEST_ID, metrics: {} }), 'REPORT without Duration'],
    [platformEvent('report', { metrics: { durationMs: 1 } }), 'platform.report without a request id'],
    [platformEvent('start', {}), 'platform.start without a request id'],
    [platformEvent('novelty', {}), 'platform.novelty is not known'],
    [
      platformEvent('report', { requestId: REQUEST_ID, metrics: { durationMs: 1 } }).slice(0, -9),
      'a platform event must be whole JSON',
    ],
    ['{"time":"x","type":"platform.start","record":"text"}', 'record of platform.start must be an object'],
  ])('%s is unparsed', (message, reason) => {
    expect(readLogs(file(event(message))).unparsed).toMatchObject({ count: 1, examples: [{ reason }] })
  })

  test.each([
    ['+275760-09-12T00:00:00Z', true],
    ['2255-06-06T00:00:00Z', true],
    ['1969-12-31T23:59:59.999Z', true],
    ['2255-06-05T00:00:00Z', false],
    ['1970-01-01T00:00:00Z', false],
  ])('a time is bounded as that of its event is: %s is beyond it: %s', (time, isBeyond) => {
    const messages = [
      platformEvent('start', { requestId: REQUEST_ID }, time),
      platformEvent('initStart', {}, time),
      platformEvent('report', { requestId: REQUEST_ID, metrics: { durationMs: 0 } }, time),
    ]
    const { intake, unparsed } = readLogs(file(...messages.map((message) => event(message))))
    expect([intake.invocations.length, intake.containers.length]).toEqual(isBeyond ? [0, 0] : [2, 1])
    const reason = `time must lie from 1970 to the year 2255, got ${time}`
    expect(unparsed.examples.map((one) => one.reason)).toEqual(isBeyond ? [reason, reason, reason] : [])
  })

  test("an application's own JSON is the application's, even when it quotes the platform", () => {
    const own = [
      '{"level":"INFO","message":"x"}',
      '{"message":"saw \\"platform.report\\""}',
      '{"a":"platform.',
      '{"type":"platform.',
    ]
    expect(readLogs(file(...own.map((message) => event(message))))).toMatchObject({
      appLines: 4,
      unparsed: { count: 0 },
    })
  })
})

describe('a line of flush mode log', () => {
  test('gives its spans and their sightings', () => {
    const { intake, spanLines, functionUnknown } = readLogs(file(event(spanLineOf(otlpOf()))))
    expect(spanLines).toBe(1)
    expect(functionUnknown).toBe(false)
    expect(intake.spans.map(({ name }) => name)).toEqual(['child', 'orders'])
    expect(intake.invocations).toMatchObject([
      {
        source: 'span',
        function: { name: 'orders', account: '123456789012', region: 'eu-central-1' },
        container: STREAM,
        requestId: REQUEST_ID,
        start: AT_US,
        end: AT_US + 250_000,
        startKind: 'cold',
      },
    ])
  })

  test('meets the REPORT of its invocation in one count', () => {
    const reading = readLogs(file(event(spanLineOf(otlpOf())), event(reportLine())), ORDERS)
    expect(reading.intake.invocations).toHaveLength(2)
    expect(reading.invocations).toBe(1)
  })

  test('is found behind what the application wrote without ending its line', () => {
    const reading = readLogs(file(event(`progress... ${spanLineOf(otlpOf())}\n`)))
    expect(reading).toMatchObject({ spanLines: 1, unparsed: { count: 0 } })
  })

  test('of a warm root says what changed, and its container and process by name', () => {
    const more = { 'http.route': '/orders/{id}', 'thermocline.flush.outcome': 'failed' }
    const line = spanLineOf(otlpOf(), { enc: 'root', d: rootLineOf({ more }) })
    const { intake, spanLines, unparsed } = readLogs(file(event(line)))
    expect([spanLines, unparsed.count]).toEqual([1, 0])
    expect(intake.invocations).toMatchObject([
      {
        container: STREAM,
        process: 'p1',
        requestId: REQUEST_ID,
        startKind: 'warm',
        containerInvocation: 42,
        containerAge: 5000,
        outcome: 'ok',
      },
    ])
    const [span] = intake.spans
    expect(span).toMatchObject({
      name: 'orders',
      kind: 'server',
      start: 1_790_000_000_000_000,
      end: 1_790_000_000_012_500,
    })
    expect(span?.attributes).toMatchObject({
      ...more,
      'faas.coldstart': false,
      'thermocline.flush.mode': 'log',
    })
    expect(span?.attributes).not.toHaveProperty('thermocline.container.idle_ms')
  })

  test('of a warm root may have numbers of a later SDK', () => {
    const d = rootLineOf({ numbers: [42, 3, 5000, null, 12.5, 200, 7, 8, 9] })
    expect(readLogs(file(event(spanLineOf(otlpOf(), { enc: 'root', d }))))).toMatchObject({
      spanLines: 1,
      unparsed: { count: 0 },
    })
  })

  test('stands alone, whatever part it is', () => {
    const reading = readLogs(file(event(spanLineOf(otlpOf(), { seq: 9, part: [2, 3] }))))
    expect(reading).toMatchObject({ spanLines: 1, unparsed: { count: 0 } })
  })

  test.each([
    ['of a later version', spanLineOf(otlpOf(), { thermocline: 2 }), 'span line: version 2 is not known'],
    [
      'in another encoding',
      spanLineOf(otlpOf(), { enc: 'zstd' }),
      'span line: enc must be otlp-pb-b64 or root, got "zstd"',
    ],
    ['cut', spanLineOf(otlpOf()).slice(0, 300), 'span line: must be whole JSON'],
    [
      'of a warm root that is cut',
      spanLineOf(otlpOf(), { enc: 'root', d: ['orders', STREAM] }),
      'span line: d must be a root line of ten parts',
    ],
    [
      'of a warm root with a time that cannot be',
      spanLineOf(otlpOf(), { enc: 'root', d: rootLineOf({ start: -1 }) }),
      'span line: d must be a root line of ten parts',
    ],
    [
      'of a warm root with an id that is none',
      spanLineOf(otlpOf(), { enc: 'root', d: rootLineOf({ traceId: 'xyz' }) }),
      'span line: ',
    ],
    ['with text for base64', spanLineOf(otlpOf(), { d: '####' }), 'span line: d must be base64'],
    [
      'whose payload is cut',
      spanLineOf(otlpOf().subarray(0, 99)),
      'span line: byte 1: a length must be at most',
    ],
  ])('%s is counted, and everything else is kept', (_, message, reason) => {
    const reading = readLogs(file(event(message), event(reportLine())), ORDERS)
    expect(reading.unparsed.count).toBe(1)
    expect(reading.unparsed.examples[0]?.reason).toContain(reason)
    expect(reading.intake.invocations).toHaveLength(1)
  })
})

describe('the function of a log', () => {
  const custom = '2024/03/05/apcStackMonitor[12]6e67e0c6d8ba4f5fa6bdd2f7a6ccfeac'
  test.each<[string, object, [string, string | undefined, boolean]]>([
    [STREAM, { functionName: 'mine', logGroup: '/aws/lambda/orders' }, ['orders', '$LATEST', false]],
    [STREAM, { functionName: 'mine', logGroup: '/custom/group' }, ['mine', '$LATEST', false]],
    [STREAM, { functionName: 'mine' }, ['mine', '$LATEST', false]],
    ['any stream', { functionName: 'mine' }, ['mine', undefined, false]],
    [custom, { functionName: 'mine' }, ['apcStackMonitor', '12', false]],
    [custom, { functionName: 'mine', logGroup: '/aws/lambda/orders' }, ['apcStackMonitor', '12', false]],
    [STREAM, { logGroup: '/aws/lambda/orders' }, ['orders', '$LATEST', false]],
    [STREAM, { logGroup: '/aws/lambda/us-east-1.edge' }, ['edge', '$LATEST', false]],
    [custom, { logGroup: '/custom/group' }, ['apcStackMonitor', '12', false]],
    [custom, {}, ['apcStackMonitor', '12', false]],
    [STREAM, { logGroup: '/custom/group' }, ['unknown', '$LATEST', true]],
    ['any stream', {}, ['unknown', undefined, true]],
  ])('in %s with %o is %o', (stream, options, told) => {
    expect(nameOf(stream, options)).toEqual(told)
  })

  test('that is given names the streams that nothing names, and renames none', () => {
    const named = event(reportLine(), { logStreamName: custom })
    const text = file(named, event(reportLine()), event('INIT_START Runtime Version: nodejs:24.v1'))
    const { intake, functionUnknown } = readLogs(text, { functionName: 'answer' })
    expect(intake.invocations.map((one) => one.function.name)).toEqual(['apcStackMonitor', 'answer'])
    expect(intake.containers.map((one) => one.function.name)).toEqual(['answer'])
    expect(functionUnknown).toBe(false)
  })

  test('that is given renames no container whose span names it, wherever in the file that is', () => {
    const { intake } = readLogs(file(event(reportLine()), event(spanLineOf(otlpOf()))), {
      functionName: 'zebra',
    })
    // The store then knows the container by the one name there is.
    expect(intake.invocations.map((one) => one.function.name).toSorted()).toEqual(['orders', 'unknown'])
  })

  test('is the given one for spans that do not name theirs', () => {
    const line = spanLineOf(otlpOf({ [key.INVOKED_ARN]: '' }))
    const { intake } = readLogs(file(event(line)), { functionName: 'mine' })
    expect(intake.invocations).toMatchObject([{ source: 'span', function: { name: 'mine' } }])
  })

  test('is known to all lines of a container when one of its spans names it', () => {
    expect(readLogs(file(event(reportLine()))).functionUnknown).toBe(true)
    expect(readLogs(file(event(reportLine()), event(spanLineOf(otlpOf())))).functionUnknown).toBe(false)
  })
})

describe('a file', () => {
  test('counts what it could not use, and shows the first few', () => {
    const broken = [
      event(reportLine(), { logStreamName: undefined }),
      event(reportLine(), { timestamp: '2026' }),
      event(reportLine(), { message: null }),

      'text',
      ...Array.from({ length: 4 }, () => event('REPORT RequestId: ')),
    ]
    const { events, appLines, unparsed } = readLogs(file(...broken, event('hello')))
    expect({ events, appLines, count: unparsed.count }).toEqual({ events: 9, appLines: 1, count: 8 })
    expect(unparsed.examples.map(({ place, reason }) => `${place}: ${reason}`)).toEqual([
      'events[0]: logStreamName is missing',
      'events[1]: timestamp must be whole milliseconds since 1970',
      'events[2]: message must be a string',
      'events[3]: logStreamName is missing',
      'events[4]: REPORT without a request id',
    ])
  })

  test.each([
    ['one after the other', (page: string) => `${page}\n${page}${page}\n`],
    ['in an array', (page: string) => `[${page},${page},${page}]`],
    ['behind a byte order mark', (page: string) => `\ufeff${page} ${page} ${page}`],
  ])('may hold several pages %s', (_, join) => {
    expect(readLogs(join(file(event(reportLine()))), ORDERS)).toMatchObject({ events: 3, invocations: 1 })
  })

  // Took hours while the blanks on both sides of a bracket were one run.
  test.each([
    ['blanks', ' '.repeat(1_000_000)],
    ['blanks around a bracket', `${' '.repeat(1_000_000)}[${' '.repeat(1_000_000)}]`],
  ])('of %s is refused at once', (_, text) => {
    expect(() => readLogs(text)).toThrow(expect.objectContaining({ code: 'unknown_format' }))
  })

  test('may be empty of events', () => {
    expect(readLogs(file())).toMatchObject({ format: 'filter-log-events', events: 0, functionUnknown: false })
  })

  test.each<[string, string, string, RegExp]>([
    ['cut', file(event(reportLine())).slice(0, -20), 'bad_log', /^must be JSON, got: .*position \d+/],
    [
      'cut in its second page',
      file() + file(event('x')).slice(0, -20),
      'bad_log',
      /^document 2: must be JSON, got: /,
    ],
    [
      'of another shape inside',
      '{"searchedLogStreams":[]}',
      'bad_log',
      /^a page must be an object with "events", an array, got \{"searched/,
    ],
    [
      'of text',
      'START RequestId: x',
      'unknown_format',
      /^a log must be one of: .*filter-log-events.*; got "START/,
    ],
    ['of other JSON', '{"a":1}', 'unknown_format', /got "\{/],
    ['of nothing', ' \n', 'unknown_format', /got an empty file$/],
  ])('%s is refused as a whole', (_, text, code, message) => {
    expect(() => readLogs(text)).toThrow(ThermoclineError)
    expect(() => readLogs(text)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) as unknown }),
    )
  })
})

test('shuffled or split, the events of a file give the same sightings', () => {
  const events = [
    event('INIT_START Runtime Version: nodejs:24.v1'),
    event(`START RequestId: ${REQUEST_ID} Version: $LATEST`),
    event('hello'),
    event(spanLineOf(otlpOf())),
    event(`END RequestId: ${REQUEST_ID}`),
    event(reportLine('Init Duration: 120.00 ms')),
  ]
  const whole = asSet([file(...events)])
  expect(asSet([file(...events.toReversed())])).toEqual(whole)
  expect(asSet(events.map((one) => file(one)))).toEqual(whole)
})

function platformEvent(type: string, record: object, time = '2026-08-08T10:00:01.500Z'): string {
  return JSON.stringify({ time, type: `platform.${type}`, record })
}

function nameOf(stream: string, options: object) {
  const reading = readLogs(file(event(reportLine(), { logStreamName: stream })), options)
  const [report] = reading.intake.invocations
  return [report?.function.name, report?.version, reading.functionUnknown]
}

function asSet(texts: readonly string[]): string[] {
  // Not by a given name, which is for what the file at hand leaves unnamed: that is more in a part of it.
  const group = { logGroup: '/aws/lambda/orders' }
  const { spans, invocations, containers } = joinIntakes(texts.map((text) => readLogs(text, group).intake))
  return [...spans, ...invocations, ...containers].map((row) => JSON.stringify(row)).toSorted()
}
