import { along, at, pathsOf } from '../triggers/json.ts'
import { addCarried, type Carrier } from './carrier.ts'
import type { Parse } from './parse.ts'
import { textOf } from './text.ts'

// Where an event has its caller's headers: of HTTP, AppSync, CloudFront; and what an `inject` into an EventBridge event
// makes. Of a header that came twice `headers` has the last only: where there are lists too, they are asked first.
const OF_CALLER = 'multiValueHeaders,headers,request/headers,Records/0/cf/request/headers,detail'

// Where a message has its sender's: of SQS, SNS, SNS within SQS, Kafka, ActiveMQ, RabbitMQ; and what an `inject` makes.
const OF_MESSAGE =
  'messageAttributes,Sns/MessageAttributes,MessageAttributes,headers,properties,basicProperties/headers,' +
  'detail,dynamodb/NewImage'

// Where a message has a text of its sender's: of SQS, SNS, SNS within SQS, Kinesis.
const TEXTS = 'body,Sns/Message,Message,kinesis/data'

/** What the one caller of an invocation hands on. */
export function callerCarrier(event: unknown, clientContext: unknown, parse: Parse): Carrier {
  const carrier: Record<string, string> = {}
  addBags(carrier, event, OF_CALLER, parse)
  addCarried(carrier, at(clientContext, 'custom'))
  addCarried(carrier, at(clientContext, 'Custom'))
  return carrier
}

/** What one message of a batch hands on. */
export function messageCarrier(message: unknown, parse: Parse): Carrier {
  const carrier: Record<string, string> = {}
  addMessage(carrier, message, parse)
  const xray = at(message, 'attributes', 'AWSTraceHeader')
  if (typeof xray === 'string') carrier['x-amzn-trace-id'] ??= xray
  return carrier
}

function addMessage(carrier: Record<string, string>, message: unknown, parse: Parse): void {
  addBags(carrier, message, OF_MESSAGE, parse)
  for (const path of pathsOf(TEXTS)) {
    const text = along(message, path)
    if (text !== undefined && carrier['traceparent'] === undefined) addMessage(carrier, parse(text), parse)
  }
}

function addBags(carrier: Record<string, string>, value: unknown, paths: string, parse: Parse): void {
  for (const path of pathsOf(paths)) {
    const bag = along(value, path)
    if (bag !== undefined) addBag(carrier, bag, parse)
  }
  // A payload of the sender's own, and a state machine's input. Without it there may be any number of fields: they are
  // left alone.
  if (at(value, 'traceparent') !== undefined) addCarried(carrier, value)
}

function addBag(carrier: Record<string, string>, bag: unknown, parse: Parse): void {
  addCarried(carrier, bag)
  // Datadog's tracers put all headers into one, as an object or as JSON, W3C's among them.
  const datadog = at(bag, '_datadog')
  if (datadog !== undefined) addCarried(carrier, parse(textOf(datadog)) ?? datadog)
}
