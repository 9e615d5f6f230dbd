import { documents } from './read-documents.ts'
import { durable } from './read-durable.ts'
import { request } from './read-http.ts'
import { messages } from './read-messages.ts'
import { schedule } from './read-schedule.ts'
import type { Read, Trigger } from './trigger.ts'

export type Entry = readonly [
  source: string,
  /** The fields that only its events have, in the language of shape.ts. */
  shape: string,
  read?: Read,
  batch?: true,
]

const RECORD = 'Records/0/eventSource=aws:'

/** One entry a trigger. The first that fits is it: one whose fields another has too stands below that. */
export const triggers = (): Readonly<Record<Trigger['kind'], readonly Entry[]>> => ({
  http: [
    ['api_gateway_authorizer', 'methodArn|routeArn', request],
    // A function URL speaks API Gateway's format 2.0: only its domain gives it away.
    ['function_url', 'requestContext/http,requestContext/domainName~.lambda-url.', request],
    ['api_gateway_http', 'requestContext/http', request],
    ['api_gateway_websocket', 'requestContext/messageDirection', request],
    ['alb', 'requestContext/elb', request],
    ['api_gateway_rest', 'requestContext,httpMethod', request],
    ['vpc_lattice', 'requestContext/serviceNetworkArn|raw_path,method', request],
    ['cloudfront', 'Records/0/cf', request],
    ['appsync_authorizer', 'authorizationToken,requestContext/apiId'],
    // A batch resolver is given a list of what a resolver is given one of.
    [
      'appsync',
      'info/parentTypeName|info/channelNamespace|0/info/parentTypeName|typeName,fieldName,arguments',
    ],
  ],
  timer: [
    ['scheduler', 'detail-type,source=aws.scheduler', schedule],
    ['scheduled_rule', 'detail-type=Scheduled Event', schedule],
  ],
  pubsub: [
    ['sqs', `${RECORD}sqs`, messages('aws_sqs', 'eventSourceARN'), true],
    ['sns', 'Records/0/Sns', messages('aws.sns', 'Sns', 'TopicArn'), true],
    ['kinesis', `${RECORD}kinesis`, messages('aws_kinesis', 'eventSourceARN'), true],
    ['msk', 'eventSource=aws:kafka', messages('kafka', 'topic'), true],
    ['self_managed_kafka', 'eventSource~SelfManagedKafka', messages('kafka', 'topic'), true],
    ['rabbitmq', 'rmqMessagesByQueue', messages('rabbitmq', 'rmqMessagesByQueue'), true],
    ['activemq', 'eventSource~mq,messages', messages('activemq', 'destination', 'physicalName'), true],
    ['firehose', 'invocationId,records/0/recordId', messages('aws_firehose', 'deliveryStreamArn'), true],
    // It names its sender, not the bus it came by.
    ['eventbridge', 'detail-type'],
    ['cloudwatch_logs', 'awslogs/data'],
  ],
  datasource: [
    ['dynamodb', `${RECORD}dynamodb`, documents('eventSourceARN'), true],
    ['s3', 'Records/0/s3', documents('s3', 'bucket', 'name')],
    ['documentdb', 'eventSource=aws:docdb', documents('event', 'ns', 'db'), true],
  ],
  // OpenTelemetry has no better word.
  other: [
    ['durable', 'DurableExecutionArn,CheckpointToken', durable],
    ['step_functions', 'Execution,StateMachine,State'],
    ['cognito', 'triggerSource,userPoolId|datasetName,identityPoolId'],
    ['bedrock_agent', 'agent,actionGroup'],
    ['lex', 'bot,invocationSource'],
    ['alexa', 'request,context/System'],
    ['connect', 'Details/ContactData'],
    ['ses', `${RECORD}ses`],
    ['iot', 'protocolData,connectionMetadata|templateArn,claimCertificateId'],
    ['cloudwatch_alarm', 'alarmArn,alarmData'],
    ['cloudformation', 'StackId,LogicalResourceId,RequestType'],
    ['codecommit', `${RECORD}codecommit`],
    ['codepipeline', 'CodePipeline.job'],
    ['config', 'invokingEvent,resultToken'],
    ['secrets_manager', 'SecretId,ClientRequestToken'],
    ['s3_batch', 'invocationSchemaVersion,tasks'],
    ['s3_object_lambda', 'xAmzRequestId,userRequest'],
  ],
})
