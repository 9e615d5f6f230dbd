import { key } from '@thermocline/wire'

/** What called the function, as far as the event's shape tells. */
export interface Trigger {
  /** OpenTelemetry's word for it. */
  readonly kind: 'http' | 'pubsub' | 'timer' | 'datasource' | 'other'
  /** Many messages in one invocation: the root span is then a CONSUMER. */
  readonly batch: boolean
  readonly attributes: Readonly<Record<string, string | number>>
}

type Json = Readonly<Record<string, unknown>>

/** Reads names and counts only; paths, bodies, headers and messages are user data. Never throws for JSON. */
export function detectTrigger(event: unknown): Trigger {
  if (!isJson(event)) return OTHER
  return http(event) ?? records(event) ?? timer(event) ?? OTHER
}

const OTHER: Trigger = { kind: 'other', batch: false, attributes: {} }

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'])

function http(event: Json): Trigger | undefined {
  const request = event['requestContext']
  if (!isJson(request)) return undefined
  if (isJson(request['elb'])) return httpTrigger(event['httpMethod'], undefined)
  const v2 = request['http']
  if (isJson(v2)) return httpTrigger(v2['method'], routeOf(event['routeKey']))
  if (typeof event['httpMethod'] === 'string') return httpTrigger(event['httpMethod'], event['resource'])
  return undefined
}

// HTTP APIs give "GET /items/{id}", and "$default" for no route: function URLs always do.
function routeOf(routeKey: unknown): string | undefined {
  return typeof routeKey === 'string' ? routeKey.split(' ')[1] : undefined
}

function httpTrigger(method: unknown, route: unknown): Trigger {
  const attributes: Record<string, string> = {}
  // The caller writes the method, so an unknown one is user data: OpenTelemetry's word is _OTHER.
  if (typeof method === 'string')
    attributes[key.HTTP_REQUEST_METHOD] = METHODS.has(method) ? method : '_OTHER'
  if (typeof route === 'string') attributes[key.HTTP_ROUTE] = route
  return { kind: 'http', batch: false, attributes }
}

// eventSource as AWS writes it -> what it means.
const SOURCES: Readonly<Record<string, { kind: Trigger['kind']; system?: string; batch: boolean }>> = {
  'aws:sqs': { kind: 'pubsub', system: 'aws_sqs', batch: true },
  'aws:sns': { kind: 'pubsub', system: 'aws_sns', batch: true },
  'aws:kinesis': { kind: 'pubsub', system: 'aws_kinesis', batch: true },
  'aws:kafka': { kind: 'pubsub', system: 'kafka', batch: true },
  SelfManagedKafka: { kind: 'pubsub', system: 'kafka', batch: true },
  'aws:dynamodb': { kind: 'datasource', batch: false },
  'aws:s3': { kind: 'datasource', batch: false },
}

function records(event: Json): Trigger | undefined {
  const list = event['Records']
  const first: unknown = Array.isArray(list) ? list[0] : undefined
  const name = isJson(first) ? (first['eventSource'] ?? first['EventSource']) : event['eventSource']
  const source = typeof name === 'string' && Object.hasOwn(SOURCES, name) ? SOURCES[name] : undefined
  if (!source) return undefined
  const attributes: Record<string, string | number> = {}
  if (source.system) {
    attributes[key.MESSAGING_SYSTEM] = source.system
    attributes[key.MESSAGING_OPERATION_TYPE] = 'process'
    if (Array.isArray(list)) attributes[key.MESSAGING_BATCH_MESSAGE_COUNT] = list.length
  }
  return { kind: source.kind, batch: source.batch, attributes }
}

function timer(event: Json): Trigger | undefined {
  if (event['source'] === 'aws.events' && event['detail-type'] === 'Scheduled Event') return TIMER
  // EventBridge Scheduler's own default payload, and every other EventBridge event.
  if (event['detail-type'] === 'Scheduled Event') return TIMER
  return typeof event['detail-type'] === 'string' ? EVENT : undefined
}

const TIMER: Trigger = { kind: 'timer', batch: false, attributes: {} }
const EVENT: Trigger = { kind: 'pubsub', batch: false, attributes: {} }

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null
}
