import { hex, pick, whole } from '../random.ts'
import type { Random } from '../random.ts'

// Events as AWS sends them, for the sample functions. All names and addresses are made up.

/** An event for this sample function; throws for a function that is no sample. */
export function sampleEvent(functionName: string, random: Random, nowMs: number): unknown {
  const make = EVENTS[functionName]
  if (make === undefined) throw new RangeError(`there are no sample events for ${functionName}`)
  return make(random, nowMs)
}

const EVENTS: Readonly<Record<string, (random: Random, nowMs: number) => unknown>> = {
  'orders-api': orderRequest,
  'mail-queue': mailBatch,
  'report-stream': reportRequest,
  'pdf-render': pageRequest,
}

const PEOPLE = ['Ada', 'Grace', 'Edsger', 'Barbara', 'Tony', 'Radia', 'Niklaus', 'Frances'] as const
const STATUSES = ['received', 'packed', 'shipped', 'delivered'] as const

function orderRequest(random: Random, nowMs: number): unknown {
  // Most people look at the newest orders; a few follow an old link to one that is gone.
  const number = random() < 0.7 ? whole(random, 1, 20) : whole(random, 21, 430)
  return httpEvent(random, nowMs, {
    routeKey: 'GET /orders/{number}',
    path: `/orders/${number}`,
    domainName: 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
    pathParameters: { number: String(number) },
  })
}

function reportRequest(random: Random, nowMs: number): unknown {
  const month = random() < 0.08 ? '2026-13' : `2026-${String(whole(random, 1, 12)).padStart(2, '0')}`
  return httpEvent(random, nowMs, {
    routeKey: '$default',
    path: '/sales.csv',
    domainName: 'k7wq3hmd5x0report.lambda-url.us-east-1.on.aws',
    queryStringParameters: { month },
  })
}

interface Request {
  readonly routeKey: string
  readonly path: string
  readonly domainName: string
  readonly pathParameters?: Readonly<Record<string, string>>
  readonly queryStringParameters?: Readonly<Record<string, string>>
}

/** API Gateway's HTTP payload 2.0, which function URLs share. A third of the callers are traced. */
function httpEvent(random: Random, nowMs: number, request: Request): unknown {
  const { routeKey, path, domainName, ...parameters } = request
  const traceparent = `00-${hex(random, 32)}-${hex(random, 16)}-01`
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: new URLSearchParams(request.queryStringParameters ?? {}).toString(),
    headers: {
      accept: 'application/json',
      host: domainName,
      'user-agent': 'tea-counter-web/4.2',
      'x-forwarded-for': `198.51.100.${whole(random, 1, 254)}`,
      ...(random() < 0.35 ? { traceparent } : {}),
    },
    ...parameters,
    requestContext: {
      accountId: '123456789012',
      apiId: domainName.split('.')[0],
      domainName,
      http: {
        method: 'GET',
        path,
        protocol: 'HTTP/1.1',
        sourceIp: '198.51.100.1',
        userAgent: 'tea-counter-web/4.2',
      },
      requestId: hex(random, 15),
      routeKey,
      stage: '$default',
      timeEpoch: Math.round(nowMs),
    },
    isBase64Encoded: false,
  }
}

function mailBatch(random: Random, nowMs: number): unknown {
  return { Records: Array.from({ length: whole(random, 1, 4) }, () => mailMessage(random, nowMs)) }
}

function mailMessage(random: Random, nowMs: number): unknown {
  const name = pick(random, PEOPLE)
  const order = whole(random, 1, 400)
  const body = {
    order,
    name,
    status: pick(random, STATUSES),
    language: pick(random, ['en', 'de', 'fr']),
    // One in fifty has lost its address on the way: the consumer reports that message as failed.
    email: random() < 0.02 ? '' : `${name.toLowerCase()}.${order}@example.com`,
  }
  const sentMs = Math.round(nowMs) - whole(random, 20, 900)
  const trace = `Root=1-${Math.floor(sentMs / 1000).toString(16)}-${hex(random, 24)};Parent=${hex(random, 16)};Sampled=1`
  return {
    messageId: `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-a${hex(random, 3)}-${hex(random, 12)}`,
    receiptHandle: hex(random, 40),
    body: JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(sentMs),
      SenderId: 'AIDAEXAMPLE',
      ApproximateFirstReceiveTimestamp: String(Math.round(nowMs)),
      ...(random() < 0.5 ? { AWSTraceHeader: trace } : {}),
    },
    messageAttributes: {},
    md5OfBody: hex(random, 32),
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:order-mails',
    awsRegion: 'us-east-1',
  }
}

const SENTENCES = [
  'The goods named below left our warehouse in good order and condition.',
  'Please keep this document for as long as the warranty runs.',
  'Returns are free of charge within thirty days of delivery.',
  'Payment was received with thanks; nothing remains to be settled.',
] as const

function pageRequest(random: Random): unknown {
  return {
    title: `Invoice ${whole(random, 10_000, 99_999)}`,
    language: pick(random, ['en', 'de', 'fr']),
    paragraphs: Array.from({ length: whole(random, 20, 120) }, () => pick(random, SENTENCES)),
  }
}
