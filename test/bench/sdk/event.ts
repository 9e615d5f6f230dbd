// What every handler is called with: a request as an HTTP API sends it, because what a wrapper reads of its event is
// part of what it costs.

export const FUNCTION_NAME = 'noop'
export const FUNCTION_ARN: string = `arn:aws:lambda:us-east-1:123456789012:function:${FUNCTION_NAME}`
export const TIMEOUT_MS = 30_000

export const EVENT: string = JSON.stringify({
  version: '2.0',
  routeKey: 'GET /orders/{id}',
  rawPath: '/orders/17',
  rawQueryString: '',
  headers: {
    accept: '*/*',
    'accept-encoding': 'gzip, deflate, br',
    'content-length': '0',
    host: 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
    'user-agent': 'bench',
    'x-amzn-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793',
    'x-forwarded-for': '192.0.2.1',
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
  },
  requestContext: {
    accountId: '123456789012',
    apiId: 'a1b2c3d4e5',
    domainName: 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
    http: {
      method: 'GET',
      path: '/orders/17',
      protocol: 'HTTP/1.1',
      sourceIp: '192.0.2.1',
      userAgent: 'bench',
    },
    requestId: 'JKJaXmPLvHcESHA=',
    routeKey: 'GET /orders/{id}',
    stage: '$default',
    time: '26/Nov/2026:09:00:00 +0000',
    timeEpoch: 1_795_683_600_000,
  },
  pathParameters: { id: '17' },
  isBase64Encoded: false,
})
