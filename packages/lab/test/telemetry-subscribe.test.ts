import { expect, test } from 'vitest'
import { HASTY, listenHttp, OK, subscription, telemetryUnderTest, until } from './telemetry-helper.ts'

const PORT = 4243

function subscribe(more: Readonly<Record<string, unknown>>): { status: number; error: unknown } {
  const { status, body } = telemetryUnderTest().telemetry.subscribe('agent', subscription(PORT, more))
  return { status, error: JSON.parse(body) }
}

function invalid(errorMessage: string): { status: number; error: unknown } {
  return { status: 400, error: { errorType: 'ValidationError', errorMessage } }
}

function uri(text: unknown): { destination: unknown } {
  return { destination: { protocol: 'HTTP', URI: text } }
}

test('a subscription is answered as Lambda answers it', () => {
  const { telemetry } = telemetryUnderTest()
  expect(telemetry.subscribe('agent', subscription(PORT))).toEqual(OK)
})

test.each([
  [
    'the three schema versions',
    ['2022-07-01', '2022-12-13', '2025-01-29'].map((schemaVersion) => ({ schemaVersion })),
  ],
  [
    'every type alone and all together',
    [['platform'], ['function'], ['extension'], ['platform', 'function', 'extension']].map((types) => ({
      types,
    })),
  ],
  [
    'both names of the sandbox, with a path',
    [uri('http://sandbox:80/a?b=c'), uri('http://sandbox.localdomain:65535/')],
  ],
  [
    'a TCP port',
    [{ destination: { protocol: 'TCP', port: 1 } }, { destination: { protocol: 'TCP', port: 65_535 } }],
  ],
  [
    'the least and the most of each buffer limit',
    [
      { buffering: { maxItems: 1000, maxBytes: 262_144, timeoutMs: 25 } },
      { buffering: { maxItems: 10_000, maxBytes: 1_048_576, timeoutMs: 30_000 } },
      { buffering: {} },
    ],
  ],
  ['fields it does not know', [{ purpose: 'debugging' }]],
])('accepts %s', (_, bodies) => {
  for (const body of bodies) expect(subscribe(body)).toEqual({ status: 200, error: 'OK' })
})

test.each([
  ['buffering.maxItems', 999, 'an integer from 1000 to 10000'],
  ['buffering.maxItems', 10_001, 'an integer from 1000 to 10000'],
  ['buffering.maxItems', 1000.5, 'an integer from 1000 to 10000'],
  ['buffering.maxBytes', 262_143, 'an integer from 262144 to 1048576'],
  ['buffering.maxBytes', 1_048_577, 'an integer from 262144 to 1048576'],
  ['buffering.maxBytes', '262144', 'an integer from 262144 to 1048576'],
  ['buffering.timeoutMs', 24, 'an integer from 25 to 30000'],
  ['buffering.timeoutMs', 30_001, 'an integer from 25 to 30000'],
  ['buffering.timeoutMs', null, 'an integer from 25 to 30000'],
])('refuses %s of %j', (name, value, wanted) => {
  const field = name.replace('buffering.', '')
  const message = `${name} should be ${wanted}, but is ${JSON.stringify(value)}`
  expect(subscribe({ buffering: { [field]: value } })).toEqual(invalid(message))
})

test.each([
  [
    'no schema version',
    { schemaVersion: undefined },
    'schemaVersion should be 2022-07-01 or 2022-12-13 or 2025-01-29, but is not provided',
  ],
  [
    'the version of the Logs API',
    { schemaVersion: '2021-03-18' },
    'schemaVersion should be 2022-07-01 or 2022-12-13 or 2025-01-29, but is "2021-03-18"',
  ],
  ['no types', { types: undefined }, 'types should be an array, but is not provided'],
  ['empty types', { types: [] }, 'types should not be empty'],
  [
    'a type it does not know',
    { types: ['platform', 'Function'] },
    'types should be platform or function or extension, but is "Function"',
  ],
  ['buffering that is a number', { buffering: 1000 }, 'buffering should be an object, but is 1000'],
  ['no destination', { destination: undefined }, 'destination should be an object, but is not provided'],
  [
    'a protocol it does not know',
    { destination: { protocol: 'UDP' } },
    'destination.protocol should be HTTP or TCP, but is "UDP"',
  ],
  [
    'no URI',
    uri(undefined),
    'destination.URI should be like http://sandbox.localdomain:8080/path, but is not provided',
  ],
  [
    'a URI of another scheme',
    uri('https://sandbox:8080'),
    'destination.URI should be like http://sandbox.localdomain:8080/path, but is "https://sandbox:8080"',
  ],
  [
    'a URI that is none',
    uri('http://sandbox:99999'),
    'destination.URI should be like http://sandbox.localdomain:8080/path, but is "http://sandbox:99999"',
  ],
  ['a URI without a port', uri('http://sandbox.localdomain/path'), 'URI port is not provided'],
  [
    'a listener elsewhere',
    uri('http://localhost:8080'),
    'destination.URI host should be sandbox.localdomain, but is "localhost"',
  ],
  [
    'a name that only begins like the sandbox',
    uri('http://sandbox.example.com:8080'),
    'destination.URI host should be sandbox.localdomain, but is "sandbox.example.com"',
  ],
  [
    'a listener behind a user name',
    uri('http://sandbox@example.com:8080'),
    'destination.URI should be like http://sandbox.localdomain:8080/path, but is "http://sandbox@example.com:8080"',
  ],
  [
    'a TCP destination without a port',
    { destination: { protocol: 'TCP' } },
    'destination.port should be an integer from 1 to 65535, but is not provided',
  ],
  [
    'a TCP port that is none',
    { destination: { protocol: 'TCP', port: 65_536 } },
    'destination.port should be an integer from 1 to 65535, but is 65536',
  ],
])('refuses %s', (_, more, message) => {
  expect(subscribe(more)).toEqual(invalid(message))
})

test('all that is wrong is told in one message, as in the example of Lambda’s documentation', () => {
  expect(subscribe({ ...uri('http://sandbox'), types: [] })).toEqual(
    invalid('URI port is not provided; types should not be empty'),
  )
})

test.each(['', '{', '[]', 'null', '"platform"'])('refuses the body %j', (text) => {
  const answer = telemetryUnderTest().telemetry.subscribe('agent', Buffer.from(text))
  expect({ ...answer, body: JSON.parse(answer.body) as unknown }).toEqual({
    status: 400,
    body: { errorType: 'ValidationError', errorMessage: 'the request body should be a JSON object' },
  })
})

test('where Managed Instances allow one schema version, the others are refused', () => {
  const { telemetry } = telemetryUnderTest({ schemaVersions: ['2025-01-29'] })
  expect(telemetry.subscribe('agent', subscription(PORT, { schemaVersion: '2022-12-13' })).status).toBe(400)
  expect(telemetry.subscribe('agent', subscription(PORT))).toEqual(OK)
})

test('a refused subscription is told to nobody, and leaves the one before in force', async () => {
  const listener = await listenHttp()
  const { telemetry } = telemetryUnderTest()
  const types = ['platform']
  telemetry.subscribe('agent', subscription(listener.port, { ...HASTY, types }))
  telemetry.subscribe('agent', subscription(listener.port, { ...HASTY, types: [] }))
  telemetry.subscribe('other', subscription(listener.port, { ...HASTY, types: ['function'] }))
  await until(() =>
    expect(listener.batches.flat()).toMatchObject([
      { type: 'platform.telemetrySubscription', record: { name: 'agent', state: 'Subscribed', types } },
      {
        type: 'platform.telemetrySubscription',
        record: { name: 'other', state: 'Subscribed', types: ['function'] },
      },
    ]),
  )
})

test('once the init is over nobody can subscribe any more', () => {
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe('early', subscription(PORT))
  telemetry.endInit()
  for (const name of ['early', 'late']) {
    const { status, body } = telemetry.subscribe(name, subscription(PORT))
    expect(status).toBe(403)
    expect(JSON.parse(body)).toEqual({
      errorType: 'Telemetry.SubscriptionClosed',
      errorMessage: 'Telemetry API subscription is closed already',
    })
  }
})

test('after a reset the extensions of the next init can subscribe, after the end nobody can', () => {
  const { telemetry } = telemetryUnderTest()
  telemetry.endInit()
  telemetry.forget()
  expect(telemetry.subscribe('agent', subscription(PORT))).toEqual(OK)
  telemetry.close()
  telemetry.forget()
  expect(telemetry.subscribe('agent', subscription(PORT)).status).toBe(403)
})
