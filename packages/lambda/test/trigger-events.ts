// One event of every trigger, of our own making, in the shape that AWS documents and with what identifies it.

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:orders'
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')

export const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
export const SPAN = '00f067aa0ba902b7'

/** Another caller's `traceparent` for each number. */
export function traceparent(n = 0, flags = '01'): string {
  return `00-${TRACE}-${spanOf(n)}-${flags}`
}

export function spanOf(n: number): string {
  return n === 0 ? SPAN : `a${n.toString(16).padStart(15, '0')}`
}

export function sqsMessage(more: object = {}): object {
  return {
    messageId: '059f36b4',
    receiptHandle: 'AQEB',
    body: 'hello',
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1700000000000' },
    messageAttributes: {},
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:orders.fifo',
    ...more,
  }
}

export function snsRecord(more: object = {}): object {
  return {
    EventSource: 'aws:sns',
    EventSubscriptionArn: 'arn:aws:sns:eu-west-1:123456789012:news:1f2e',
    Sns: {
      Type: 'Notification',
      TopicArn: 'arn:aws:sns:eu-west-1:123456789012:news',
      Message: 'hello',
      MessageAttributes: {},
      ...more,
    },
  }
}

export function kinesisRecord(data: unknown): object {
  return {
    eventSource: 'aws:kinesis',
    eventSourceARN: 'arn:aws:kinesis:eu-west-1:123456789012:stream/clicks/consumer/fan:1700000000',
    kinesis: { partitionKey: 'user-1', data: base64(data) },
  }
}

export function streamRecord(eventName: string, NewImage: object = { id: { S: '7' } }): object {
  return {
    eventSource: 'aws:dynamodb',
    eventName,
    eventSourceARN: 'arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2026-01-01T00:00:00.000',
    dynamodb: { Keys: { id: { S: '7' } }, NewImage },
  }
}

export function kafkaRecord(headers: readonly object[] = []): object {
  return { topic: 'payments', partition: 0, offset: 1, key: 'a2V5', value: 'dmFsdWU=', headers }
}

/** A header as Lambda hands over Kafka's: signed bytes. */
export function kafkaHeader(name: string, text: string): object {
  return { [name]: [...new Int8Array(Buffer.from(text))] }
}

export function httpApi(headers: object = {}, more: object = {}): object {
  return {
    version: '2.0',
    routeKey: 'GET /orders/{id}',
    rawPath: '/orders/7',
    rawQueryString: 'q=1',
    headers: { host: 'abc.execute-api.eu-west-1.amazonaws.com', 'x-forwarded-for': '1.2.3.4', ...headers },
    requestContext: {
      domainName: 'abc.execute-api.eu-west-1.amazonaws.com',
      http: { method: 'GET', path: '/orders/7', protocol: 'HTTP/1.1', sourceIp: '1.2.3.4' },
      stage: '$default',
    },
    isBase64Encoded: false,
    ...more,
  }
}

export function restApi(headers: object = {}, multiValueHeaders: object = {}): object {
  return {
    resource: '/orders/{id}',
    path: '/orders/7',
    httpMethod: 'POST',
    headers,
    multiValueHeaders,
    requestContext: { stage: 'prod', resourcePath: '/orders/{id}', identity: { sourceIp: '1.2.3.4' } },
    body: null,
  }
}

export function eventBridge(detail: unknown, more: object = {}): object {
  return {
    version: '0',
    id: '53dc4d37',
    'detail-type': 'Order Placed',
    source: 'shop.orders',
    account: '123456789012',
    time: '2026-05-01T12:00:00Z',
    region: 'eu-west-1',
    resources: [],
    detail,
    ...more,
  }
}

const scheduled = {
  'detail-type': 'Scheduled Event',
  resources: ['arn:aws:events:eu-west-1:123456789012:rule/x'],
}
const functionUrl = {
  domainName: 'abc.lambda-url.eu-west-1.on.aws',
  http: { method: 'PUT', path: '/orders/7', protocol: 'HTTP/1.1' },
}
const broker = 'arn:aws:mq:eu-west-1:123456789012:broker:jobs:b-1'

/** Every trigger of the table, and `direct`: name -> events. */
export const EVENTS: Readonly<Record<string, readonly unknown[]>> = {
  api_gateway_authorizer: [
    {
      type: 'TOKEN',
      authorizationToken: 'Bearer x',
      methodArn: 'arn:aws:execute-api:eu-west-1:1:a/prod/GET/',
    },
    { ...restApi(), type: 'REQUEST', methodArn: 'arn:aws:execute-api:eu-west-1:1:a/prod/POST/orders/7' },
    httpApi({}, { type: 'REQUEST', routeArn: 'arn:aws:execute-api:eu-west-1:1:a/$default/GET/orders/7' }),
  ],
  function_url: [httpApi({}, { routeKey: '$default', requestContext: functionUrl })],
  api_gateway_http: [httpApi()],
  api_gateway_websocket: [
    { requestContext: { routeKey: '$connect', eventType: 'CONNECT', messageDirection: 'IN' }, headers: {} },
    { requestContext: { routeKey: 'chat', eventType: 'MESSAGE', messageDirection: 'IN' }, body: '{}' },
  ],
  alb: [
    {
      requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/a/b' } },
      httpMethod: 'PUT',
      path: '/orders/7',
      headers: { 'x-amzn-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793' },
    },
  ],
  api_gateway_rest: [restApi()],
  vpc_lattice: [
    { raw_path: '/orders/7', method: 'GET', headers: { host: 'x' }, query_string_parameters: {} },
    {
      version: '2.0',
      path: '/orders/7',
      method: 'GET',
      headers: { host: ['x'] },
      requestContext: { serviceNetworkArn: 'arn:aws:vpc-lattice:eu-west-1:1:servicenetwork/sn-1' },
    },
  ],
  cloudfront: [
    {
      Records: [
        {
          cf: { config: { distributionId: 'E1' }, request: { method: 'GET', uri: '/orders/7', headers: {} } },
        },
      ],
    },
  ],
  appsync_authorizer: [{ authorizationToken: 'x', requestContext: { apiId: 'a', queryString: 'query {}' } }],
  appsync: [
    { arguments: {}, info: { parentTypeName: 'Query', fieldName: 'order' }, request: { headers: {} } },
    [{ arguments: {}, info: { parentTypeName: 'Query', fieldName: 'order' } }],
    { info: { channel: { path: '/a' }, channelNamespace: { name: 'a' }, operation: 'PUBLISH' } },
    { typeName: 'Query', fieldName: 'order', arguments: {}, request: {} },
  ],
  scheduler: [eventBridge('{}', { ...scheduled, source: 'aws.scheduler' })],
  scheduled_rule: [eventBridge({}, { ...scheduled, source: 'aws.events' })],
  sqs: [{ Records: [sqsMessage(), sqsMessage()] }],
  sns: [{ Records: [snsRecord()] }],
  kinesis: [{ Records: [kinesisRecord({ a: 1 })] }],
  msk: [
    {
      eventSource: 'aws:kafka',
      eventSourceArn: 'arn:aws:kafka:eu-west-1:123456789012:cluster/c/1',
      records: { 'payments-0': [kafkaRecord(), kafkaRecord()], 'payments-1': [kafkaRecord()] },
    },
  ],
  self_managed_kafka: [{ eventSource: 'SelfManagedKafka', records: { 'payments-0': [kafkaRecord()] } }],
  rabbitmq: [
    {
      eventSource: 'aws:rmq',
      eventSourceArn: broker,
      rmqMessagesByQueue: { 'jobs::/': [{ basicProperties: { headers: {} }, data: 'e30=' }] },
    },
  ],
  activemq: [
    {
      eventSource: 'aws:mq',
      eventSourceArn: broker,
      messages: [{ messageID: 'ID:1', destination: { physicalName: 'jobs' }, properties: {}, data: 'e30=' }],
    },
  ],
  firehose: [
    {
      invocationId: 'i',
      deliveryStreamArn: 'arn:aws:firehose:eu-west-1:123456789012:deliverystream/clicks',
      records: [{ recordId: '1', data: 'e30=' }],
    },
    {
      invocationId: 'i',
      applicationArn: 'arn:aws:kinesisanalytics:eu-west-1:1:application/a',
      records: [{ recordId: '1', data: 'e30=' }],
    },
  ],
  eventbridge: [eventBridge({ orderId: 7 })],
  cloudwatch_logs: [{ awslogs: { data: 'H4sIAAAAAAAAA' } }],
  dynamodb: [{ Records: [streamRecord('INSERT')] }],
  s3: [
    {
      Records: [
        {
          eventSource: 'aws:s3',
          eventName: 'ObjectCreated:Put',
          s3: {
            bucket: { name: 'invoices', arn: 'arn:aws:s3:::invoices' },
            object: { key: 'a/b.pdf', size: 1 },
          },
        },
      ],
    },
  ],
  documentdb: [
    {
      eventSource: 'aws:docdb',
      eventSourceArn: 'arn:aws:rds:eu-west-1:123456789012:cluster:docs',
      events: [
        {
          event: { operationType: 'update', ns: { db: 'shop', coll: 'tenant-7' }, documentKey: { _id: '1' } },
        },
      ],
    },
  ],
  durable: [
    {
      DurableExecutionArn: `${ARN}:1/durable-execution/order-7/5f1c`,
      CheckpointToken: 'token',
      InitialExecutionState: { Operations: [{ Id: '1', Type: 'EXECUTION' }], NextMarker: '' },
    },
  ],
  step_functions: [{ Execution: { Id: 'arn' }, StateMachine: { Id: 'arn' }, State: { Name: 'Charge' } }],
  cognito: [
    {
      triggerSource: 'PreSignUp_SignUp',
      userPoolId: 'eu-west-1_a',
      userName: 'ann',
      request: {},
      response: {},
    },
    { eventType: 'SyncTrigger', identityPoolId: 'eu-west-1:a', datasetName: 'd', datasetRecords: {} },
  ],
  bedrock_agent: [{ agent: { name: 'a' }, actionGroup: 'g', httpMethod: 'GET', apiPath: '/claims' }],
  lex: [{ bot: { name: 'b' }, invocationSource: 'DialogCodeHook', inputTranscript: 'hi', sessionState: {} }],
  alexa: [{ version: '1.0', context: { System: {} }, request: { type: 'LaunchRequest' } }],
  connect: [{ Name: 'ContactFlowEvent', Details: { ContactData: {}, Parameters: {} } }],
  ses: [{ Records: [{ eventSource: 'aws:ses', ses: { mail: {}, receipt: {} } }] }],
  iot: [
    { token: 't', protocolData: { mqtt: {} }, connectionMetadata: { id: '1' } },
    {
      claimCertificateId: 'c',
      templateArn: 'arn:aws:iot:eu-west-1:1:provisioningtemplate/t',
      parameters: {},
    },
  ],
  cloudwatch_alarm: [
    { source: 'aws.cloudwatch', alarmArn: 'arn:aws:cloudwatch:eu-west-1:1:alarm:a', alarmData: {} },
  ],
  cloudformation: [
    { RequestType: 'Create', StackId: 'arn', LogicalResourceId: 'r', ResponseURL: 'https://x' },
  ],
  codecommit: [{ Records: [{ eventSource: 'aws:codecommit', codecommit: { references: [] } }] }],
  codepipeline: [{ 'CodePipeline.job': { id: '1', data: {} } }],
  config: [{ invokingEvent: '{}', resultToken: 't', configRuleName: 'r' }],
  secrets_manager: [{ SecretId: 'arn', ClientRequestToken: 't', Step: 'createSecret' }],
  s3_batch: [{ invocationSchemaVersion: '1.0', invocationId: 'i', job: { id: '1' }, tasks: [] }],
  s3_object_lambda: [{ xAmzRequestId: '1', userRequest: { url: '/a', headers: {} }, getObjectContext: {} }],
  direct: [
    { orderId: 7 },
    {},
    [],
    [1, 2],
    null,
    undefined,
    'text',
    42,
    { Records: [] },
    { Records: [{ eventSource: 'constructor' }] },
    { Records: 'no list' },
    { records: [{ recordId: '1', result: 'Ok' }] },
    { statusCode: 200, body: '' },
  ],
}
