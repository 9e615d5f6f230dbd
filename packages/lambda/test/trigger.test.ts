import { expect, test } from 'vitest'
import { w3cParent } from '../src/parent.ts'
import { detectTrigger } from '../src/trigger.ts'
import { readFunctionArn } from '../src/function-arn.ts'
import { runProgram } from './program.ts'

const http = (attributes: object) => ({ kind: 'http', batch: false, attributes })
const queue = (system: string, count: number) => ({
  kind: 'pubsub',
  batch: true,
  attributes: {
    'messaging.system': system,
    'messaging.operation.type': 'process',
    'messaging.batch.message_count': count,
  },
})
const plain = (kind: string) => ({ kind, batch: false, attributes: {} })

test.each<[string, unknown, object]>([
  [
    'REST API',
    { httpMethod: 'POST', resource: '/orders/{id}', path: '/orders/7', requestContext: { stage: 'prod' } },
    http({ 'http.request.method': 'POST', 'http.route': '/orders/{id}' }),
  ],
  [
    'HTTP API',
    {
      version: '2.0',
      routeKey: 'GET /orders/{id}',
      rawPath: '/orders/7',
      requestContext: { http: { method: 'GET' } },
    },
    http({ 'http.request.method': 'GET', 'http.route': '/orders/{id}' }),
  ],
  [
    'function URL',
    {
      version: '2.0',
      routeKey: '$default',
      requestContext: { http: { method: 'GET' }, domainName: 'x.lambda-url.eu' },
    },
    http({ 'http.request.method': 'GET' }),
  ],
  [
    'load balancer',
    { httpMethod: 'PUT', path: '/secret', requestContext: { elb: { targetGroupArn: 'arn' } } },
    http({ 'http.request.method': 'PUT' }),
  ],
  [
    'a method of the caller’s own making',
    { httpMethod: 'SECRET', requestContext: {} },
    http({ 'http.request.method': '_OTHER' }),
  ],
  ['SQS', { Records: [{ eventSource: 'aws:sqs' }, { eventSource: 'aws:sqs' }] }, queue('aws_sqs', 2)],
  ['SNS', { Records: [{ EventSource: 'aws:sns', Sns: {} }] }, queue('aws_sns', 1)],
  ['Kinesis', { Records: [{ eventSource: 'aws:kinesis' }] }, queue('aws_kinesis', 1)],
  ['S3', { Records: [{ eventSource: 'aws:s3' }] }, plain('datasource')],
  ['DynamoDB', { Records: [{ eventSource: 'aws:dynamodb' }] }, plain('datasource')],
  ['schedule', { source: 'aws.events', 'detail-type': 'Scheduled Event' }, plain('timer')],
  ['EventBridge', { source: 'orders', 'detail-type': 'Order Placed' }, plain('pubsub')],
  ['a direct call', { orderId: 7 }, plain('other')],
  ['null', null, plain('other')],
  ['a text', 'text', plain('other')],
  ['an empty batch', { Records: [] }, plain('other')],
  ['a record of an unknown source', { Records: [{ eventSource: 'constructor' }] }, plain('other')],
])('%s is recognised by its shape', (_name, event, expected) => {
  expect(detectTrigger(event)).toEqual(expected)
})

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN = '00f067aa0ba902b7'
const parent = (traceFlags: number) => ({ traceId: TRACE, spanId: SPAN, traceFlags, isRemote: true })

test.each<[string, unknown, unknown]>([
  ['lower case', { headers: { traceparent: `00-${TRACE}-${SPAN}-01` } }, parent(1)],
  ['any case', { headers: { TraceParent: `00-${TRACE}-${SPAN}-00` } }, parent(0)],
  ['multi-value headers', { multiValueHeaders: { Traceparent: [`00-${TRACE}-${SPAN}-01`] } }, parent(1)],
  ['two that disagree', { multiValueHeaders: { traceparent: ['a', 'b'] } }, undefined],
  [
    'a later version with more fields',
    { headers: { traceparent: `01-${TRACE}-${SPAN}-01-more` } },
    parent(1),
  ],
  ['version 00 with more fields', { headers: { traceparent: `00-${TRACE}-${SPAN}-01-more` } }, undefined],
  ['the forbidden version', { headers: { traceparent: `ff-${TRACE}-${SPAN}-01` } }, undefined],
  ['a trace id of zeros', { headers: { traceparent: `00-${'0'.repeat(32)}-${SPAN}-01` } }, undefined],
  ['a span id of zeros', { headers: { traceparent: `00-${TRACE}-${'0'.repeat(16)}-01` } }, undefined],
  ['upper-case digits', { headers: { traceparent: `00-${TRACE.toUpperCase()}-${SPAN}-01` } }, undefined],
  ['no headers', { headers: null }, undefined],
  ['no event', null, undefined],
])('traceparent: %s', (_name, event, expected) => {
  expect(w3cParent(event)).toEqual(expected)
})

test.each([
  [
    'arn:aws:lambda:eu-west-1:123456789012:function:orders:live',
    '$LATEST',
    'arn:aws:lambda:eu-west-1:123456789012:function:orders',
  ],
  [
    'arn:aws:lambda:eu-west-1:123456789012:function:orders:live',
    '7',
    'arn:aws:lambda:eu-west-1:123456789012:function:orders:7',
  ],
  [
    'arn:aws-cn:lambda:cn-north-1:123456789012:function:orders',
    '$LATEST',
    'arn:aws-cn:lambda:cn-north-1:123456789012:function:orders',
  ],
  ['nonsense', '7', undefined],
])('the resource of %s at version %s is %s', (arn, version, expected) => {
  expect(readFunctionArn(arn, version)?.resourceId).toBe(expected)
})

test('an unsampled parent is still the parent, and the root span is sent all the same', async () => {
  const { roots } = await runProgram(`
    await wrap(async () => ({ statusCode: 503 }))(
      { httpMethod: 'GET', requestContext: {}, headers: { traceparent: '00-${TRACE}-${SPAN}-00' } }, context('r1'))
    await wrap(async () => {})({ Records: [{ eventSource: 'aws:sqs' }] }, context('r2'))
  `)
  expect(roots[0]).toMatchObject({ traceId: TRACE, parent: SPAN, kind: 2, status: 2 })
  expect(roots[0]?.attributes).toMatchObject({
    'http.response.status_code': 503,
    'error.type': '503',
    'faas.trigger': 'http',
  })
  expect(roots[1]).toMatchObject({ kind: 5, parent: undefined, status: 0 })
})
