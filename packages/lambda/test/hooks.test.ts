import { expect, test } from 'vitest'
import { startCollector } from './collector.ts'
import { runProgram } from './program.ts'

test("attributes: what the user's function gives stands on the root span", async () => {
  const { roots, printed } = await runProgram(`
    const attributes = (event, context) => ({ 'app.order': event.id, 'app.request': context.awsRequestId, none: undefined })
    print(await wrap(async () => 'ok', { attributes })({ id: 7 }, context('r1')))
  `)
  expect(printed).toEqual(['ok'])
  expect(roots[0]?.attributes).toMatchObject({ 'app.order': 7, 'app.request': 'r1' })
  expect(roots[0]?.attributes).not.toHaveProperty('none')
})

test('redact: every attribute of every span and of the resource passes it, and what it throws on is left out', async () => {
  const { spans } = await runProgram(`
    const redact = (name, value) => {
      if (name === 'faas.trigger') throw new Error('no')
      if (name === 'cloud.account.id') return undefined
      return name === 'faas.name' ? 'hidden' : value
    }
    await wrap(async () => {}, { redact })({}, context('r1'))
  `)
  const root = spans.find(({ attributes }) => attributes['thermocline.start'])
  expect(root?.resource).toMatchObject({ 'faas.name': 'hidden', 'cloud.region': 'eu-west-1' })
  expect(root?.resource).not.toHaveProperty('cloud.account.id')
  expect(root?.attributes).not.toHaveProperty('faas.trigger')
  expect(root?.attributes['faas.invocation.id']).toBe('r1')
})

test('redact: the message of a status passes it too', async () => {
  const { spans, stdout } = await runProgram(`
    const { trace } = await import('${import.meta.resolve('@opentelemetry/api')}')
    const redact = (name, value) => (name === 'otel.status_description' ? value.replace(/user-\\d+/, 'user') : value)
    await wrap(async () => {
      const span = trace.getTracer('app').startSpan('work')
      span.setStatus({ code: 2, message: 'no such user-17' })
      span.end()
    }, { redact, registerGlobal: true })({}, context('r1'))
  `)
  expect(spans.map(({ name }) => name)).toContain('work')
  const sent = [...stdout.matchAll(/"d":"([^"]+)"/g)].map(([, d]) =>
    Buffer.from(d ?? '', 'base64').toString('latin1'),
  )
  expect(sent.join()).toContain('no such user')
  expect(sent.join()).not.toContain('user-17')
})

test('hooks that throw, and hooks that are none, change nothing for the handler', async () => {
  const { roots, printed, stderr } = await runProgram(`
    const fail = () => { throw new Error('secret') }
    const told = []
    const onError = (problem) => { told.push(problem); throw new Error('secret') }
    print(await wrap(async () => 1, { attributes: fail, redact: 42, onError })({}, context('r1')))
    print(told)
  `)
  expect(printed).toEqual([1, ['redact must be a function, got "number"']])
  expect(stderr).toBe('thermocline: redact must be a function, got "number"\n')
  expect(roots).toHaveLength(1)
})

test("OpenTelemetry's variables: resource, headers, compression, protocol and the switch", async () => {
  const collector = await startCollector()
  const source = `await wrap(async () => {})({}, context('r1'))`
  const ran = await runProgram(source, {
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b,x-other=c',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test,faas.name=mine',
      OTEL_SERVICE_NAME: 'shop',
    },
  })
  expect(ran.stderr).toBe('')
  const [request] = collector.requests
  expect(request?.headers).toMatchObject({ 'x-key': 'a b', 'x-other': 'c', 'content-encoding': 'gzip' })
  expect(request?.spans.at(-1)?.resource).toMatchObject({
    'deployment.environment.name': 'test',
    'faas.name': 'orders',
    'service.name': 'shop',
  })
  const off = await runProgram(source, { env: { OTEL_SDK_DISABLED: 'true' } })
  expect(off.stdout + off.stderr).toBe('')
  const grpc = await runProgram(source, {
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
  })
  expect(grpc.stderr).toBe(
    'thermocline: OTEL_EXPORTER_OTLP_PROTOCOL must be "http/protobuf" (its endpoint is left alone), got "grpc"\n',
  )
  expect([grpc.roots.length, collector.requests.length]).toEqual([1, 1])
})

test.each(['OTEL_EXPORTER_OTLP_TIMEOUT', 'OTEL_EXPORTER_OTLP_TRACES_TIMEOUT'])(
  '%s says how long a post may take, unless a variable of ours does',
  async (name) => {
    const collector = await startCollector((_request, response) => void setTimeout(() => response.end(), 700))
    const source = `
      const handler = wrap(async () => {})
      for (const id of ['r1', 'r2']) await handler({}, context(id))`
    const env = { THERMOCLINE_ENDPOINT: collector.url, [name]: '20000' }
    await runProgram(source, { env })
    const outcome = (): unknown =>
      collector.requests.at(-1)?.spans.at(-1)?.attributes['thermocline.flush.outcome']
    expect(outcome()).toBe('ok')
    await runProgram(source, { env: { ...env, THERMOCLINE_FLUSH_TIMEOUT_MS: '50' } })
    expect(outcome()).toBe('timeout')
    const bad = await runProgram('wrap(() => {})', { env: { [name]: 'soon' } })
    expect(bad.stderr).toBe(`thermocline: ${name} must be 0 to 900000 milliseconds, got "soon"\n`)
  },
)

test('OTEL_TRACES_EXPORTER=none sends nothing, unless a flush is asked for', async () => {
  const source = `print(await wrap(async () => 1)({}, context('r1')))`
  const none = await runProgram(source, { env: { OTEL_TRACES_EXPORTER: 'none' } })
  expect(none.stdout + none.stderr).toBe('PRINT 1\n')
  const asked = await runProgram(source, { env: { OTEL_TRACES_EXPORTER: 'none', THERMOCLINE_FLUSH: 'log' } })
  expect(asked.roots).toHaveLength(1)
})

test.each([
  ['OTEL_SDK_DISABLED', 'TRUE'],
  ['OTEL_SDK_DISABLED', ' True '],
  ['OTEL_TRACES_EXPORTER', 'None'],
])('%s=%s: words of OpenTelemetry are taken in any case', async (name, value) => {
  const ran = await runProgram(`print(await wrap(async () => 1)({}, context('r1')))`, {
    env: { [name]: value },
  })
  expect(ran.stdout + ran.stderr).toBe('PRINT 1\n')
})

test('a variable that is blank counts as not given', async () => {
  const env = { THERMOCLINE_FLUSH_TIMEOUT_MS: ' ', THERMOCLINE_LEAKS: ' ', OTEL_PROPAGATORS: ' ' }
  const { stderr, roots } = await runProgram(`await wrap(async () => {})({}, context('r1'))`, { env })
  expect([stderr, roots.length]).toEqual(['', 1])
})

test('a propagator that nobody knows is reported, and the others stand', async () => {
  const { stderr, roots } = await runProgram(
    `
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
    await wrap(async () => {})({ headers: { traceparent } }, context('r1'))`,
    { env: { OTEL_PROPAGATORS: 'tracecontxt,TraceContext' } },
  )
  expect(stderr).toBe(
    'thermocline: OTEL_PROPAGATORS must be of tracecontext, baggage, xray, xray-lambda, b3, b3multi, jaeger, ottrace, none, got "tracecontxt"\n',
  )
  expect(roots[0]?.parent).toBe('00f067aa0ba902b7')
})

test.each<[string, unknown]>([
  ['xray', [undefined, ['00f067aa0ba902b7']]],
  ['b3, tracecontext', ['00f067aa0ba902b7', []]],
  ['xray-lambda', [undefined, ['00f067aa0ba902b7']]],
  ['none', [undefined, ['00f067aa0ba902b7']]],
])('OTEL_PROPAGATORS=%s: who is not named makes no parent, but a link', async (propagators, expected) => {
  const { roots } = await runProgram(
    `
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
    await wrap(async () => {})({ headers: { traceparent } }, context('r1'))`,
    { env: { OTEL_PROPAGATORS: propagators } },
  )
  expect(roots.map(({ parent, links }) => [parent, links])).toEqual([expected])
})

test('a bad header setting is told without what it holds', async () => {
  const { stderr } = await runProgram(`await wrap(async () => {})({}, context('r1'))`, {
    env: { THERMOCLINE_HEADERS: 'secret-without-name' },
  })
  expect(stderr).toContain('THERMOCLINE_HEADERS must be pairs such as "name=value,other=value"')
  expect(stderr).not.toContain('secret')
})

test.each([
  [
    'attributes',
    `{ attributes: async () => { throw new Error('x') } }`,
    'attributes must give an object, got a promise',
  ],
  ['redact', `{ redact: async () => { throw new Error('x') } }`, ''],
  ['onError', `{ leaks: 'bogus', onError: async () => { throw new Error('x') } }`, 'leaks must be one of'],
])('a hook that is async and rejects is no unhandled rejection: %s', async (_name, options, said) => {
  const { printed, stderr, exitCode, lines } = await runProgram(`
    const handler = wrap(async () => 'ok', ${options})
    for (let i = 0; i < 8; i++) print(await handler({}, context('r' + i)))
    await new Promise((resolve) => setTimeout(resolve, 20))
  `)
  expect({ printed, exitCode }).toEqual({ printed: Array(8).fill('ok'), exitCode: 0 })
  expect(stderr).toContain(said)
  expect(stderr).not.toContain('turned off')
  expect(lines).toHaveLength(8)
})

test.each([
  ['a getter that throws', `{ attributes: () => ({ good: 1, get bad() { throw new Error('x') } }) }`],
  ['a proxy that throws', `{ attributes: () => new Proxy({}, { ownKeys() { throw new Error('x') } }) }`],
  ['what is no attribute', `{ attributes: () => ({ a: 10n, b: Symbol('x'), c: {}, d: () => {}, e: NaN }) }`],
  [
    'a list that holds itself',
    `{ redact: (name, value) => { if (name !== 'cloud.region') return value; const a = []; a.push(a); return a } }`,
  ],
  ['a text that no line has room for', `{ attributes: () => ({ long: 'x'.repeat(300_000) }) }`],
  ['a name of ours', `{ attributes: () => ({ 'thermocline.start': 'mine', 'faas.invocation.id': 'mine' }) }`],
])('what a hook gives costs an attribute and no span: %s', async (_name, options) => {
  const { roots, stderr } = await runProgram(`
    const handler = wrap(async () => 'ok', ${options})
    for (let i = 0; i < 8; i++) await handler({}, context('r' + i))
  `)
  expect(roots.map(({ attributes }) => attributes['faas.invocation.id'])).toEqual(
    Array.from({ length: 8 }, (_, i) => `r${i}`),
  )
  expect(roots.map(({ attributes }) => attributes['thermocline.start'])).toEqual([
    'cold',
    ...Array(7).fill('warm'),
  ])
  expect(stderr).not.toContain('failed')
})

test.each([`{ 'a b': 'c' }`, `{ a: 'c\\nd' }`])(
  'headers that HTTP does not take are reported: %s',
  async (headers) => {
    const { stderr } = await runProgram(`wrap(async () => 'ok', { headers: ${headers} })`)
    expect(stderr).toBe(
      'thermocline: headers must be pairs such as "name=value,other=value", of what HTTP takes as headers, got "(not shown: it may hold a key)"\n',
    )
  },
)
