import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { DEFAULT_PROPAGATORS } from '../src/settings/propagators.ts'
import { detectTrigger } from '../src/triggers/detect.ts'
import { type Runtime, type Upstream, readUpstream } from '../src/upstream/upstream.ts'
import * as events from './trigger-events.ts'
import { SPAN, spanOf, TRACE, traceparent } from './trigger-events.ts'

const XRAY_TRACE = '5759e988bd862e3fe1be46a994272793'
const XRAY_SPAN = '53995c3f42cd8ad8'
const XRAY = `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=${XRAY_SPAN}`

function read(event: unknown, runtime: Partial<Runtime> = {}): Upstream {
  return readUpstream(event, detectTrigger(event), {
    xrayHeader: undefined,
    clientContext: undefined,
    propagators: DEFAULT_PROPAGATORS,
    ...runtime,
  })
}

function context(spanId: string, traceFlags: number, traceId = TRACE): object {
  return { traceId, spanId, traceFlags, isRemote: true }
}

const xray = (traceFlags: number) => context(XRAY_SPAN, traceFlags, XRAY_TRACE)

/** Ids of the links of a batch. */
function linked(event: unknown): readonly string[] {
  const { parent, links, carrier } = read(event)
  expect(parent).toBeUndefined()
  expect(carrier).toBeUndefined()
  return links.map(({ spanId }) => spanId)
}

test('a parent is named by whom OTEL_PROPAGATORS names, and what another hands on is a link', () => {
  const event = events.restApi({ traceparent: traceparent() })
  const runtime = { xrayHeader: `${XRAY};Sampled=1` }
  const by = (...names: string[]) => read(event, { ...runtime, propagators: new Set(names) })
  expect(by('tracecontext')).toMatchObject({ parent: context(SPAN, 1), links: [xray(1)] })
  expect(by('xray')).toMatchObject({ parent: xray(1), links: [context(SPAN, 1)] })
  expect(by('none')).toMatchObject({ parent: undefined, links: [context(SPAN, 1), xray(1)] })
  const batch = read({ Records: [events.sqsMessage()] }, { ...runtime, propagators: new Set(['none']) })
  expect(batch).toMatchObject({ parent: undefined, links: [xray(1)] })
})

describe('traceparent', () => {
  test.each<[string, unknown, unknown]>([
    ['lower case', events.restApi({ traceparent: traceparent() }), context(SPAN, 1)],
    ['any case', events.restApi({ TraceParent: traceparent(0, '00') }), context(SPAN, 0)],
    ['capitals', events.restApi({ TRACEPARENT: traceparent() }), context(SPAN, 1)],
    ['spaces around it', events.restApi({ traceparent: ` ${traceparent()} ` }), context(SPAN, 1)],
    ['multi-value headers', events.restApi({}, { Traceparent: [traceparent()] }), context(SPAN, 1)],
    ['two that disagree', events.restApi({}, { traceparent: [traceparent(), traceparent(1)] }), undefined],
    [
      'two that disagree, of which the other headers have the last',
      events.restApi({ traceparent: traceparent(1) }, { traceparent: [traceparent(), traceparent(1)] }),
      undefined,
    ],
    [
      'a later version with more fields',
      events.httpApi({ traceparent: `01-${TRACE}-${SPAN}-01-more` }),
      context(SPAN, 1),
    ],
    ['version 00 with more fields', events.httpApi({ traceparent: `${traceparent()}-more` }), undefined],
    ['more flags than one', events.httpApi({ traceparent: `${traceparent()}1` }), undefined],
    ['the forbidden version', events.httpApi({ traceparent: `ff-${TRACE}-${SPAN}-01` }), undefined],
    ['a trace id of zeros', events.httpApi({ traceparent: `00-${'0'.repeat(32)}-${SPAN}-01` }), undefined],
    ['a span id of zeros', events.httpApi({ traceparent: `00-${TRACE}-${'0'.repeat(16)}-01` }), undefined],
    ['upper-case digits', events.httpApi({ traceparent: `00-${TRACE.toUpperCase()}-${SPAN}-01` }), undefined],
    ['no text', events.httpApi({ traceparent: 7 }), undefined],
    ['no headers', { ...events.restApi(), headers: null, multiValueHeaders: null }, undefined],
    ['no event', null, undefined],
  ])('%s', (_name, event, parent) => {
    expect(read(event)).toMatchObject({ parent, links: [] })
  })
})

describe('the one caller', () => {
  const headers = { traceparent: traceparent() }
  test.each<[string, unknown, Partial<Runtime>?]>([
    ['HTTP API', events.httpApi(headers)],
    ['function URL', { ...(events.EVENTS['function_url']?.[0] as object), headers }],
    ['WebSocket', { ...(events.EVENTS['api_gateway_websocket']?.[0] as object), headers }],
    [
      'load balancer',
      {
        ...(events.EVENTS['alb']?.[0] as object),
        headers: undefined,
        multiValueHeaders: { traceparent: [traceparent()] },
      },
    ],
    ['authorizer', { ...(events.EVENTS['api_gateway_authorizer']?.[1] as object), headers }],
    [
      'VPC Lattice',
      { ...(events.EVENTS['vpc_lattice']?.[1] as object), headers: { Traceparent: [traceparent()] } },
    ],
    ['AppSync', { ...(events.EVENTS['appsync']?.[0] as object), request: { headers } }],
    [
      'CloudFront',
      {
        Records: [
          {
            cf: {
              request: {
                method: 'GET',
                headers: { traceparent: [{ key: 'Traceparent', value: traceparent() }] },
              },
            },
          },
        ],
      },
    ],
    ['EventBridge', events.eventBridge({ orderId: 7, ...headers })],
    ['EventBridge, by Datadog', events.eventBridge({ orderId: 7, _datadog: headers })],
    ['Step Functions', { ...(events.EVENTS['step_functions']?.[0] as object), ...headers }],
    ['a direct call, in its payload', { orderId: 7, ...headers }],
    ['a direct call, by its client context', { orderId: 7 }, { clientContext: { custom: headers } }],
    ['a direct call, by .NET', null, { clientContext: { Custom: { TraceParent: traceparent() } } }],
  ])('%s', (_name, event, runtime) => {
    expect(read(event, runtime)).toEqual({
      parent: context(SPAN, 1),
      links: [],
      linksLeftOut: 0,
      carrier: headers,
    })
  })

  test('an app’s body is no place for headers', () => {
    const body = JSON.stringify({ traceparent: traceparent() })
    expect(read(events.httpApi({}, { body }))).toMatchObject({ parent: undefined, carrier: undefined })
  })

  test('its headers are handed on under lower-case names, and no others', () => {
    const { parent, carrier } = read(
      events.restApi({
        TraceParent: traceparent(0, '00'),
        Tracestate: 'dd=s:1',
        Baggage: 'a=b',
        'X-Amzn-Trace-Id': XRAY,
        B3: '0',
        'X-B3-TraceId': TRACE,
        Authorization: 'SECRET',
        'x-b3': 'SECRET',
        'trace-id': 'SECRET',
        cookie: 'SECRET',
      }),
    )
    expect(carrier).toEqual({
      traceparent: traceparent(0, '00'),
      tracestate: 'dd=s:1',
      baggage: 'a=b',
      'x-amzn-trace-id': XRAY,
      b3: '0',
      'x-b3-traceid': TRACE,
    })
    expect(parent).toMatchObject(context(SPAN, 0))
  })

  test('a trace state goes with its parent, and can be changed as OpenTelemetry’s can', () => {
    const { parent } = read(
      events.httpApi({ traceparent: traceparent(), tracestate: 'dd=s:1;p:2, es=k=v ,broken' }),
    )
    const state = parent?.traceState
    expect(state?.serialize()).toBe('dd=s:1;p:2,es=k=v')
    expect(state?.get('es')).toBe('k=v')
    expect(state?.get('other')).toBeUndefined()
    expect(state?.set('es', 'new').serialize()).toBe('es=new,dd=s:1;p:2')
    expect(state?.unset('dd').serialize()).toBe('es=k=v')
    expect(state?.serialize()).toBe('dd=s:1;p:2,es=k=v')
  })

  test.each([['x'.repeat(600)], ['a=b\r\nc'], ['']])('no trace state: %j', (tracestate) => {
    const { parent } = read(events.httpApi({ traceparent: traceparent(), tracestate }))
    expect(parent).toEqual(context(SPAN, 1))
  })

  test('a header that is longer than headers are is none', () => {
    const { carrier } = read(events.httpApi({ baggage: 'x'.repeat(9000), traceparent: traceparent() }))
    expect(carrier).toEqual({ traceparent: traceparent() })
  })
})

const amzn = (header: string) => events.httpApi({ 'x-amzn-trace-id': header })

describe('X-Ray', () => {
  test.each<[string, string, unknown, readonly unknown[]]>([
    ['sampled', `${XRAY};Sampled=1`, xray(1), []],
    [
      'sampled, in another order',
      `Sampled=1;Lineage=a:1;Parent=${XRAY_SPAN};Root=1-5759e988-bd862e3fe1be46a994272793`,
      xray(1),
      [],
    ],
    ['not sampled', `${XRAY};Sampled=0`, undefined, [xray(0)]],
    ['not decided', `${XRAY};Sampled=?`, undefined, [xray(0)]],
    ['with no word of it', XRAY, undefined, [xray(0)]],
    ['a load balancer’s, with the root alone', 'Root=1-5759e988-bd862e3fe1be46a994272793', undefined, []],
    [
      'a parent of zeros',
      `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=${'0'.repeat(16)};Sampled=1`,
      undefined,
      [],
    ],
    ['a root that is cut', `Root=1-5759e988-bd862e3f;Parent=${XRAY_SPAN};Sampled=1`, undefined, []],
    [
      'a root of another version',
      `Root=2-5759e988-bd862e3fe1be46a994272793;Parent=${XRAY_SPAN};Sampled=1`,
      undefined,
      [],
    ],
    ['no header at all', 'SECRET', undefined, []],
  ])('%s', (_name, header, parent, links) => {
    expect(read(amzn(header))).toMatchObject({ parent, links })
    // The runtime's own is read in the same way.
    expect(read(null, { xrayHeader: header })).toMatchObject({ parent, links })
  })

  test('W3C’s is the parent where there are both, and X-Ray’s a link', () => {
    const event = events.restApi({
      Traceparent: traceparent(0, '00'),
      'X-Amzn-Trace-Id': `${XRAY};Sampled=1`,
    })
    expect(read(event)).toMatchObject({ parent: context(SPAN, 0), links: [xray(1)] })
  })

  test('the caller’s is the parent before the runtime’s, whose segment is in X-Ray alone', () => {
    const runtime = `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=00000000000000ff;Sampled=1`
    expect(read(amzn(`${XRAY};Sampled=1`), { xrayHeader: runtime })).toMatchObject({
      parent: xray(1),
      links: [context('00000000000000ff', 1, XRAY_TRACE)],
    })
    expect(read(amzn(`${XRAY};Sampled=0`), { xrayHeader: runtime })).toMatchObject({
      parent: context('00000000000000ff', 1, XRAY_TRACE),
      links: [xray(0)],
    })
  })

  test('one context under two names is told once', () => {
    const event = events.httpApi({ traceparent: traceparent() })
    const header = `Root=1-${TRACE.slice(0, 8)}-${TRACE.slice(8)};Parent=${SPAN};Sampled=1`
    expect(read(event, { xrayHeader: header })).toMatchObject({ parent: context(SPAN, 1), links: [] })
  })
})

const text = (value: unknown) => ({ stringValue: value, dataType: 'String' })
const base64 = (value: string) => Buffer.from(value).toString('base64')
const body = (value: unknown) => events.sqsMessage({ body: JSON.stringify(value) })
const notification = (more: object) => ({ Type: 'Notification', TopicArn: 'arn', Message: 'hello', ...more })
const carried = { traceparent: traceparent(1) }

const system = (n: number, sampled: number) => ({
  attributes: {
    AWSTraceHeader: `Root=1-${TRACE.slice(0, 8)}-${TRACE.slice(8)};Parent=${spanOf(n)};Sampled=${sampled}`,
  },
})

describe('the messages of a batch', () => {
  test.each<[string, unknown]>([
    [
      'SQS, an attribute',
      { Records: [events.sqsMessage({ messageAttributes: { traceparent: text(traceparent(1)) } })] },
    ],
    [
      'SQS, a binary attribute',
      {
        Records: [
          events.sqsMessage({
            messageAttributes: { Traceparent: { binaryValue: base64(traceparent(1)), dataType: 'Binary' } },
          }),
        ],
      },
    ],
    [
      'SQS, by Datadog',
      { Records: [events.sqsMessage({ messageAttributes: { _datadog: text(JSON.stringify(carried)) } })] },
    ],
    ['SQS, its body', { Records: [body({ orderId: 7, ...carried })] }],
    [
      'SNS',
      {
        Records: [
          events.snsRecord({ MessageAttributes: { traceparent: { Type: 'String', Value: traceparent(1) } } }),
        ],
      },
    ],
    [
      'SNS, binary',
      {
        Records: [
          events.snsRecord({
            MessageAttributes: { traceparent: { Type: 'Binary', Value: base64(traceparent(1)) } },
          }),
        ],
      },
    ],
    [
      'SNS, binary, by Datadog',
      {
        Records: [
          events.snsRecord({
            MessageAttributes: { _datadog: { Type: 'Binary', Value: base64(JSON.stringify(carried)) } },
          }),
        ],
      },
    ],
    [
      'SNS within SQS',
      {
        Records: [
          body(
            notification({ MessageAttributes: { traceparent: { Type: 'String', Value: traceparent(1) } } }),
          ),
        ],
      },
    ],
    ['EventBridge within SQS', { Records: [body(events.eventBridge(carried))] }],
    ['EventBridge within SQS, by Datadog', { Records: [body(events.eventBridge({ _datadog: carried }))] }],
    [
      'EventBridge within SNS within SQS',
      { Records: [body(notification({ Message: JSON.stringify(events.eventBridge(carried)) }))] },
    ],
    [
      'EventBridge within SNS',
      { Records: [events.snsRecord({ Message: JSON.stringify(events.eventBridge(carried)) })] },
    ],
    ['Kinesis', { Records: [events.kinesisRecord({ clicks: 1, ...carried })] }],
    [
      'DynamoDB, an item’s own attribute',
      { Records: [events.streamRecord('INSERT', { traceparent: { S: traceparent(1) } })] },
    ],
    [
      'Kafka',
      {
        eventSource: 'aws:kafka',
        records: { 'payments-0': [events.kafkaRecord([events.kafkaHeader('traceparent', traceparent(1))])] },
      },
    ],
    [
      'ActiveMQ',
      {
        eventSource: 'aws:mq',
        messages: [{ destination: { physicalName: 'jobs' }, properties: carried, data: 'e30=' }],
      },
    ],
    [
      'RabbitMQ',
      {
        eventSource: 'aws:rmq',
        rmqMessagesByQueue: {
          'jobs::/': [
            {
              basicProperties: { headers: { traceparent: { bytes: [...Buffer.from(traceparent(1))] } } },
              data: 'e30=',
            },
          ],
        },
      },
    ],
  ])('%s', (_name, event) => {
    expect(linked(event)).toEqual([spanOf(1)])
  })

  test('each message with a context is one link, X-Ray’s where it has no other', () => {
    const event = {
      Records: [
        events.sqsMessage(system(1, 0)),
        events.sqsMessage(),
        events.sqsMessage(system(2, 1)),
        events.sqsMessage({ ...system(3, 1), messageAttributes: { traceparent: text(traceparent(4)) } }),
        events.sqsMessage(system(1, 0)),
      ],
    }
    expect(linked(event)).toEqual([spanOf(1), spanOf(2), spanOf(4)])
  })

  test('the runtime’s X-Ray context is their parent where it is sampled, else one more link', () => {
    const event = {
      Records: [events.sqsMessage({ messageAttributes: { traceparent: text(traceparent(1)) } })],
    }
    const link = context(spanOf(1), 1)
    expect(read(event, { xrayHeader: `${XRAY};Sampled=1` })).toMatchObject({ parent: xray(1), links: [link] })
    expect(read(event, { xrayHeader: `${XRAY};Sampled=0` })).toMatchObject({
      parent: undefined,
      links: [xray(0), link],
    })
  })

  test('128 links are kept and the rest is counted', () => {
    const Records = Array.from({ length: 150 }, (_, n) =>
      events.sqsMessage({ messageAttributes: { traceparent: text(traceparent(n + 1)) } }),
    )
    expect(read({ Records })).toMatchObject({ links: { length: 128 }, linksLeftOut: 22 })
  })

  test('of ten thousand messages a thousand are asked', () => {
    const Records = Array.from({ length: 10_000 }, (_, n) =>
      events.sqsMessage({ messageAttributes: { traceparent: text(traceparent(n + 1)) } }),
    )
    expect(read({ Records })).toMatchObject({ links: { length: 128 }, linksLeftOut: 9872 })
    expect(read({ Records: Records.map(() => events.sqsMessage()) })).toMatchObject({
      links: [],
      linksLeftOut: 0,
    })
  })

  test('a hundred bodies are parsed', () => {
    const Records = Array.from({ length: 150 }, (_, n) => body({ traceparent: traceparent(n + 1) }))
    expect(read({ Records })).toMatchObject({ links: { length: 100 }, linksLeftOut: 0 })
  })

  test('of large bodies as many as half a megabyte holds', () => {
    const filling = 'x'.repeat(100_000)
    const Records = Array.from({ length: 10 }, (_, n) => body({ traceparent: traceparent(n + 1), filling }))
    expect(read({ Records })).toMatchObject({ links: { length: 5 }, linksLeftOut: 0 })
  })

  test.each<[string, unknown]>([
    ['a body that is too large', body({ ...carried, filling: 'x'.repeat(600_000) })],
    ['a body that is no JSON', events.sqsMessage({ body: `traceparent ${traceparent(1)}` })],
    [
      'a body that is only JSON',
      events.sqsMessage({ body: JSON.stringify(`traceparent ${traceparent(1)}`) }),
    ],
    ['a field within a field', body({ deep: { deeper: carried } })],
    ['text that is no base64 of JSON', { ...events.kinesisRecord({}), kinesis: { data: 'eyeyeyeyey' } }],
    [
      'compressed data',
      {
        ...events.kinesisRecord({}),
        kinesis: { data: gzipSync(JSON.stringify(carried)).toString('base64') },
      },
    ],
  ])('no link: %s', (_name, message) => {
    expect(linked({ Records: [message] })).toEqual([])
  })
})
