import { describe, expect, test } from 'vitest'
import { detectTrigger } from '../src/triggers/detect.ts'
import { triggers } from '../src/triggers/table.ts'
import {
  EVENTS,
  eventBridge,
  httpApi,
  kafkaRecord,
  restApi,
  snsRecord,
  sqsMessage,
  streamRecord,
} from './trigger-events.ts'

const KIND = new Map(
  Object.entries(triggers()).flatMap(([kind, entries]) => entries.map(([source]) => [source, kind] as const)),
)
const NAMED = Object.entries(EVENTS).flatMap(([source, events]) =>
  events.map((event, index) => [source, index + 1, event] as const),
)

test.each(NAMED)('%s, event %i, is recognised by its shape', (source, _index, event) => {
  expect(detectTrigger(event)).toMatchObject({ source, kind: KIND.get(source) ?? 'other' })
})

test('every trigger of the table has an event here, and a name that is written like the others', () => {
  expect(Object.keys(EVENTS).toSorted()).toEqual([...KIND.keys(), 'direct'].toSorted())
  expect([...KIND.keys()].filter((source) => !/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(source))).toEqual([])
})

function attributesOf(event: unknown): object {
  return detectTrigger(event).attributes
}

const batch = (system: string, destination: string | undefined, count: number) => ({
  'messaging.system': system,
  'messaging.operation.type': 'process',
  'messaging.operation.name': 'process',
  ...(destination === undefined ? {} : { 'messaging.destination.name': destination }),
  'messaging.batch.message_count': count,
})

describe('what is told of a trigger', () => {
  test.each<[string, unknown, object]>([
    ['HTTP API', httpApi(), { 'http.request.method': 'GET', 'http.route': '/orders/{id}' }],
    ['HTTP API, no route', httpApi({}, { routeKey: '$default' }), { 'http.request.method': 'GET' }],
    ['REST API', restApi(), { 'http.request.method': 'POST', 'http.route': '/orders/{id}' }],
    ['function URL', EVENTS['function_url']?.[0], { 'http.request.method': 'PUT' }],
    ['load balancer', EVENTS['alb']?.[0], { 'http.request.method': 'PUT' }],
    ['VPC Lattice', EVENTS['vpc_lattice']?.[1], { 'http.request.method': 'GET' }],
    ['CloudFront', EVENTS['cloudfront']?.[0], { 'http.request.method': 'GET' }],
    [
      'a method of the caller’s own making',
      { ...restApi(), httpMethod: 'SECRET' },
      { 'http.request.method': '_OTHER', 'http.route': '/orders/{id}' },
    ],
    ['SQS', { Records: [sqsMessage(), sqsMessage()] }, batch('aws_sqs', 'orders.fifo', 2)],
    ['SNS', { Records: [snsRecord()] }, batch('aws.sns', 'news', 1)],
    ['Kinesis', EVENTS['kinesis']?.[0], batch('aws_kinesis', 'clicks', 1)],
    ['MSK', EVENTS['msk']?.[0], batch('kafka', 'payments', 3)],
    ['Kafka', EVENTS['self_managed_kafka']?.[0], batch('kafka', 'payments', 1)],
    ['RabbitMQ', EVENTS['rabbitmq']?.[0], batch('rabbitmq', 'jobs', 1)],
    ['ActiveMQ', EVENTS['activemq']?.[0], batch('activemq', 'jobs', 1)],
    ['Firehose', EVENTS['firehose']?.[0], batch('aws_firehose', 'clicks', 1)],
    ['Kinesis Analytics', EVENTS['firehose']?.[1], batch('aws_firehose', undefined, 1)],
    ['a schedule', EVENTS['scheduler']?.[0], { 'faas.time': '2026-05-01T12:00:00Z' }],
    ['a rule', EVENTS['scheduled_rule']?.[0], { 'faas.time': '2026-05-01T12:00:00Z' }],
    ['EventBridge', eventBridge({}), {}],
    [
      'DocumentDB',
      EVENTS['documentdb']?.[0],
      {
        'faas.document.collection': 'shop',
        'faas.document.operation': 'edit',
        'messaging.batch.message_count': 1,
      },
    ],
    [
      'S3',
      EVENTS['s3']?.[0],
      { 'faas.document.collection': 'invoices', 'faas.document.operation': 'insert' },
    ],
    ['a direct call', { orderId: 7 }, {}],
  ])('%s', (_name, event, expected) => {
    expect(attributesOf(event)).toEqual(expected)
  })

  test.each([
    ['INSERT', 'insert'],
    ['MODIFY', 'edit'],
    ['REMOVE', 'delete'],
    ['of another time', undefined],
  ])('DynamoDB: %s', (eventName, operation) => {
    expect(attributesOf({ Records: [streamRecord(eventName)] })).toMatchObject({
      'faas.document.collection': 'Orders',
      'messaging.batch.message_count': 1,
      ...(operation === undefined ? {} : { 'faas.document.operation': operation }),
    })
  })

  test('a batch of changes has no one operation', () => {
    const event = { Records: [streamRecord('INSERT'), streamRecord('REMOVE')] }
    expect(attributesOf(event)).toEqual({
      'faas.document.collection': 'Orders',
      'messaging.batch.message_count': 2,
    })
  })

  test.each([
    [[{ Type: 'EXECUTION' }], true, 1],
    [[], true, 0],
    [[{ Type: 'EXECUTION' }, { Type: 'STEP' }, { Type: 'WAIT' }], false, 3],
  ])('a durable execution of %j', (Operations, first, count) => {
    const event = { DurableExecutionArn: 'arn', CheckpointToken: 't', InitialExecutionState: { Operations } }
    expect(attributesOf(event)).toEqual({
      'thermocline.durable.first': first,
      'thermocline.durable.operations': count,
    })
  })

  test('many messages make a batch, and so does one', () => {
    const batches = NAMED.filter(([, , event]) => detectTrigger(event).batch).map(([source]) => source)
    expect([...new Set(batches)]).toEqual([
      'sqs',
      'sns',
      'kinesis',
      'msk',
      'self_managed_kafka',
      'rabbitmq',
      'activemq',
      'firehose',
      'dynamodb',
      'documentdb',
    ])
  })

  test('messages are counted over all partitions of a topic', () => {
    const records = Object.fromEntries(
      Array.from({ length: 50 }, (_, n) => [`payments-${n}`, [kafkaRecord()]]),
    )
    expect(attributesOf({ eventSource: 'aws:kafka', records })).toEqual(batch('kafka', 'payments', 50))
  })
})
