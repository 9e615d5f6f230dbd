import { describe, expect, test } from 'vitest'
import { DEFAULT_PROPAGATORS } from '../src/settings/propagators.ts'
import { detectTrigger } from '../src/triggers/detect.ts'
import { readUpstream } from '../src/upstream/upstream.ts'
import { realEvents } from './real-events.ts'

const events = realEvents()

/** Their index's word for a trigger -> ours. */
const OURS: Readonly<Record<string, string>> = {
  alb: 'alb',
  alexa: 'alexa',
  'apigw-authorizer': 'api_gateway_authorizer',
  'apigw-v1': 'api_gateway_rest',
  'apigw-v2': 'api_gateway_http',
  'apigw-websocket': 'api_gateway_websocket',
  appsync: 'appsync',
  'aws:SelfManagedKafka': 'self_managed_kafka',
  'aws:amq': 'activemq',
  'aws:codecommit': 'codecommit',
  'aws:dynamodb': 'dynamodb',
  'aws:kafka': 'msk',
  'aws:kinesis': 'kinesis',
  'aws:mq': 'activemq',
  'aws:rmq': 'rabbitmq',
  'aws:s3': 's3',
  'aws:s3:sample:event:source': 's3',
  'aws:ses': 'ses',
  'aws:sns': 'sns',
  'aws:sqs': 'sqs',
  'cloudformation-custom': 'cloudformation',
  cloudfront: 'cloudfront',
  'cloudwatch-logs': 'cloudwatch_logs',
  codepipeline: 'codepipeline',
  cognito: 'cognito',
  'eventbridge:aws.events': 'scheduled_rule',
  'firehose-transform': 'firehose',
  'lambda-url': 'function_url',
  lex: 'lex',
  'not-an-object': 'direct',
  other: 'direct',
  's3-batch': 's3_batch',
  's3-object-lambda': 's3_object_lambda',
  'step-functions': 'step_functions',
}

/** Where the index is mistaken, or has no word for what we tell apart. */
const MORE: readonly (readonly [source: string, file: RegExp])[] = [
  ['bedrock_agent', /bedrockAgent/],
  // A REST request that was renamed; nothing of a WebSocket is in it.
  ['api_gateway_rest', /apigw-rest__websocket/],
  // A list of what a resolver is given one of.
  ['appsync', /appSyncBatchEvent/],
  // What a handler has answered, not what called it.
  ['direct', /^go__.*-response/],
  ['appsync_authorizer', /appsync-lambda-auth-request|appSyncAuthorizerEvent/],
  ['cloudwatch_alarm', /cloudWatchAlarmEvent/],
  ['cognito', /go__cognito-event\.json|CognitoSyncTrigger/],
  ['config', /config-event|awsConfigRule|sam__config/],
  ['connect', /go__connect-event|connectContactFlow|ConnectContactFlow/],
  ['iot', /iot-custom-auth-request|iot-preprovision-hook-request/],
  ['s3_object_lambda', /s3-object-lambda-event/],
  ['secrets_manager', /secretsmanager|secretsManager/],
  ['sns', /eventbridge_sns_event/],
  ['vpc_lattice', /vpcLattice|vpc-lattice/],
]

describe.skipIf(events.length === 0)('390 published events (../shared/data; skipped without it)', () => {
  test('all are here', () => {
    expect(events).toHaveLength(390)
  })

  test.each(events.map(({ file, trigger, event }) => [file, trigger, event] as const))(
    '%s: %s',
    (file, trigger, event) => {
      const exception = MORE.find(([, pattern]) => pattern.test(file))?.[0]
      const expected =
        exception ?? OURS[trigger] ?? (trigger.startsWith('eventbridge:') ? 'eventbridge' : trigger)
      expect(detectTrigger(event).source).toBe(expected)
    },
  )

  test('whatever carries a W3C context is gone on with', () => {
    const carrying = events.filter(({ event }) => spansIn(event).length > 0)
    expect(carrying.map(({ event }) => spansOf(event))).toEqual(carrying.map(({ event }) => spansIn(event)))
    expect(carrying.map(({ file }) => file)).toEqual([
      'ddext__application_load_balancer.json',
      'ddext__application_load_balancer_multivalue_headers.json',
      'ddext__eventbridge_sqs_event.json',
      'ddext__eventbridge_sqs_java_header_event.json',
      'ddext__sns_sqs_binary_event.json',
    ])
  })

  test('and nothing else has one', () => {
    const others = events.filter(({ event }) => spansIn(event).length === 0)
    expect(others.filter(({ event }) => spansOf(event).length > 0).map(({ file }) => file)).toEqual([])
  })
})

function spansOf(event: unknown): readonly string[] {
  const { parent, links } = readUpstream(event, detectTrigger(event), {
    xrayHeader: undefined,
    clientContext: undefined,
    propagators: DEFAULT_PROPAGATORS,
  })
  return [parent, ...links].flatMap((context) => (context ? [context.spanId] : []))
}

/** Span ids of all that looks like a `traceparent`, in the text of an event and in whatever base64 is in it. */
function spansIn(event: unknown): readonly string[] {
  const text = JSON.stringify(event)
  const encoded = [...text.matchAll(/[\w+/]{60,}={0,2}/g)].map(([data]) =>
    Buffer.from(data, 'base64').toString('latin1'),
  )
  const found = [text, ...encoded].join('\n').matchAll(/\b00-[\da-f]{32}-([\da-f]{16})-[\da-f]{2}\b/g)
  return [...new Set([...found].map(([, spanId = '']) => spanId))]
}
