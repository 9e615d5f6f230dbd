/** The event of the n-th invocation, n from 0. */
export type EventMaker = (n: number) => unknown

const USERS = 25
const FIRST_NAMES = ['Ada', 'Bilal', 'Chidi', 'Dana', 'Elif', 'Femi', 'Greta', 'Hugo', 'Ines', 'Jun']
const LAST_NAMES = ['Okafor', 'Silva', 'Weber', 'Tanaka', 'Rossi', 'Novak', 'Haddad', 'Lind']

interface User {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly tenant: string
}

/** They come back, in no order that repeats soon. */
function userOf(n: number): User {
  const i = (n * 11 + Math.floor(n / USERS) * 7) % USERS
  const first = FIRST_NAMES[i % FIRST_NAMES.length] ?? ''
  const last = LAST_NAMES[(i * 3) % LAST_NAMES.length] ?? ''
  const id = `usr_${(i * 7919 + 104_729).toString(36)}`
  return {
    id,
    email: `${first}.${last}.${i}@mail${i % 7}.example`.toLowerCase(),
    name: `${first} ${last}`,
    tenant: `tenant-${(i % 9) * 37 + 11}`,
  }
}

const orderOf = (n: number): string => `ord-${(n * 48_271 + 7).toString(36)}-${n}`
const requestOf = (n: number): string => `req-${(n * 69_621 + 13).toString(16)}-${n}`
const sessionOf = (user: User): string => Buffer.from(`session ${user.id}`).toString('base64url')

/** Of the shapes that Lambda hands over. */
export const EVENTS: Readonly<Record<string, EventMaker>> = {
  http(n) {
    const user = userOf(n)
    const orderId = orderOf(n)
    const body = { orderId, email: user.email, amount: n, note: `please ring ${orderId}` }
    const claims = { sub: user.id, email: user.email, iss: 'https://id.example' }
    const token = Buffer.from(JSON.stringify(claims)).toString('base64url')
    return {
      version: '2.0',
      routeKey: 'POST /orders/{id}',
      rawPath: `/orders/${orderId}`,
      rawQueryString: '',
      cookies: [`session=${sessionOf(user)}`],
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer eyJhbGciOiJub25lIn0.${token}.`,
        host: 'api.shop.example',
        'user-agent': `Mozilla/5.0 (build ${n % 6})`,
        'x-tenant-id': user.tenant,
      },
      pathParameters: { id: orderId },
      requestContext: {
        accountId: '123456789012',
        requestId: requestOf(n),
        stage: '$default',
        authorizer: { jwt: { claims, scopes: null } },
        http: {
          method: 'POST',
          path: `/orders/${orderId}`,
          protocol: 'HTTP/1.1',
          sourceIp: `203.0.113.${n % 200}`,
          userAgent: `Mozilla/5.0 (build ${n % 6})`,
        },
      },
      body: JSON.stringify(body),
      isBase64Encoded: false,
    }
  },

  direct(n) {
    const { tenant, ...user } = userOf(n)
    const action = ['view', 'buy', 'return'][n % 3]
    return { user, tenant, orderId: orderOf(n), action, n }
  },

  sqs(n) {
    const user = userOf(n)
    const items = [{ sku: `sku-${n % 40}`, quantity: 1 + (n % 3) }]
    const body = { orderId: orderOf(n), customerId: user.id, email: user.email, items }
    return {
      Records: [
        {
          messageId: `msg-${requestOf(n)}`,
          receiptHandle: `handle-${requestOf(n)}`,
          body: JSON.stringify(body),
          attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(1_786_000_000_000 + n * 997) },
          messageAttributes: {},
          eventSource: 'aws:sqs',
          eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:orders',
          awsRegion: 'eu-west-1',
        },
      ],
    }
  },

  s3(n) {
    const user = userOf(n)
    return {
      Records: [
        {
          eventVersion: '2.1',
          eventSource: 'aws:s3',
          awsRegion: 'eu-west-1',
          eventName: 'ObjectCreated:Put',
          userIdentity: { principalId: `AWS:${user.id}` },
          s3: {
            bucket: { name: 'uploads', arn: 'arn:aws:s3:::uploads' },
            object: { key: `${user.tenant}/${orderOf(n)}.pdf`, size: 10_000 + n * 13, eTag: requestOf(n) },
          },
        },
      ],
    }
  },

  schedule(n) {
    return {
      version: '0',
      id: requestOf(n),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: '123456789012',
      time: new Date(1_786_000_000_000 + n * 60_000).toISOString(),
      region: 'eu-west-1',
      resources: ['arn:aws:events:eu-west-1:123456789012:rule/every-minute'],
      detail: {},
    }
  },
}
