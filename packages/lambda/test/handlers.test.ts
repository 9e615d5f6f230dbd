import { expect, test } from 'vitest'
import { LOG_STREAM, runProgram } from './program.ts'

test.each(['mjs', 'cjs'] as const)(
  'an async handler gives its result and leaves a root and an init span (%s)',
  async (format) => {
    const { printed, roots, spans } = await runProgram(
      `
    const handler = wrap(async function (event, context) { return [event, context.awsRequestId, this.self, arguments.length] })
    print(await handler.call({ self: 'me' }, { a: 1 }, context('r1')))
    print(await handler.call({ self: 'me' }, { a: 2 }, context('r2')))
    `,
      { format },
    )
    expect(printed).toEqual([
      [{ a: 1 }, 'r1', 'me', 2],
      [{ a: 2 }, 'r2', 'me', 2],
    ])
    expect(roots.map((root) => root.attributes['faas.invocation.id'])).toEqual(['r1', 'r2'])
    expect(spans.filter((span) => span.name === 'init').map((span) => span.parent)).toEqual([
      roots[0]?.spanId,
    ])
  },
)

test('a handler that throws or rejects does so with the same value, strings and null included', async () => {
  const { printed, roots } = await runProgram(`
    class OrderError extends Error {}
    const error = new OrderError('secret')
    for (const [id, thrown] of [['error', error], ['string', 'text'], ['null', null], ['undefined', undefined]]) {
      try { await wrap(async () => { throw thrown })({}, context(id)) } catch (caught) { print(caught === thrown) }
      try { wrap(() => { throw thrown })({}, context(id)) } catch (caught) { print(caught === thrown) }
    }
  `)
  expect(printed).toEqual(Array(8).fill(true))
  expect(roots.map(({ status, attributes }) => [status, attributes['error.type']])).toEqual([
    [2, 'OrderError'],
    [2, 'OrderError'],
    ...Array.from({ length: 6 }, () => [2, '_OTHER']),
  ])
})

test('a synchronous handler answers in the same turn, with the very value', async () => {
  const { printed, roots } = await runProgram(`
    const value = { statusCode: 200 }
    print(wrap(() => value)({}, context('r1')) === value)
    print(wrap(() => undefined)(null) === undefined)
    print(wrap((event) => event)(null, null) === null)
  `)
  expect(printed).toEqual([true, true, true])
  expect(roots).toHaveLength(3)
})

test('a callback handler answers once through its callback, and keeps three parameters', async () => {
  const { printed, roots } = await runProgram(`
    const handler = wrap((event, context, callback) => {
      setTimeout(() => callback(event.fail ?? null, event.value), 1)
      return 'ignored by the runtime'
    })
    print(handler.length)
    const call = (event, id) => new Promise((resolve) => {
      handler(event, context(id), function (...answer) { resolve(answer) })
    })
    print(await call({ value: 42 }, 'ok'))
    print(await call({ fail: 'no' }, 'failed'))
  `)
  expect(printed).toEqual([3, [null, 42], ['no', null]])
  expect(roots.map(({ attributes, status }) => [attributes['faas.invocation.id'], status])).toEqual([
    ['ok', 0],
    ['failed', 2],
  ])
})

test('context.done, succeed and fail end the invocation, on the very context', async () => {
  const { printed, roots } = await runProgram(`
    const call = (work, id) => new Promise((resolve) => {
      const old = context(id, {
        done: (error, value) => resolve(['done', error, value]),
        succeed: (value) => resolve(['succeed', value]),
        fail: (error) => resolve(['fail', error]),
      })
      wrap((event, context) => { print(context === old); setTimeout(() => work(context), 1) })({}, old, () => {})
    })
    print(await call((context) => context.done(null, 1), 'r1'))
    print(await call((context) => context.succeed(2), 'r2'))
    print(await call((context) => context.fail('no'), 'r3'))
  `)
  expect(printed).toEqual([true, ['done', null, 1], true, ['succeed', 2], true, ['fail', 'no']])
  expect(roots.map(({ status }) => status)).toEqual([0, 0, 2])
})

test('a callback handler that never answers is over when the event loop is empty, as without us', async () => {
  const { roots, exitCode } = await runProgram(
    `wrap((event, context, callback) => {})({}, context('r1'), () => {})`,
  )
  expect(exitCode).toBe(0)
  expect(roots.map(({ attributes }) => attributes['faas.invocation.id'])).toEqual(['r1'])
})

test('a streaming handler keeps its marks and gets the stream between event and context', async () => {
  const { printed, roots } = await runProgram(`
    const HIGH = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark')
    const stream = async (event, response, context) => { response.push(event.a, context.awsRequestId) }
    stream[STREAMING] = 'response'; stream[HIGH] = 1024
    const handler = wrap(stream)
    print([handler[STREAMING], handler[HIGH], handler.length])
    const response = []
    await handler({ a: 1 }, response, context('r1'))
    print(response)
  `)
  expect(printed).toEqual([
    ['response', 1024, 3],
    [1, 'r1'],
  ])
  expect(roots.map(({ attributes }) => attributes['faas.invocation.id'])).toEqual(['r1'])
})

test('a handler that is marked as streaming after it was wrapped is one, with its own request id', async () => {
  const { printed, roots } = await runProgram(`
    const handler = wrap(async (event, response, context) => { response.push(event.a, context.awsRequestId) })
    handler[STREAMING] = 'response'
    const response = []
    await handler({ a: 1 }, response, context('r1'))
    print(response)
  `)
  expect(printed).toEqual([[1, 'r1']])
  expect(roots.map(({ attributes }) => attributes['faas.invocation.id'])).toEqual(['r1'])
})

test('length, name and properties are the handler’s own', async () => {
  const { printed } = await runProgram(`
    function orders(a, b) {}
    orders.extra = { x: 1 }
    const wrapped = wrap(orders)
    print([wrapped.length, wrapped.name, wrapped.extra === orders.extra, wrap((...all) => {}).length, wrap(() => {}).length])
  `)
  expect(printed).toEqual([[2, 'orders', true, 0, 0]])
})

test('wrapping twice, by hand or by a middleware, counts an invocation once', async () => {
  const { printed, roots } = await runProgram(`
    const handler = async () => 'x'
    print(wrap(wrap(handler)) === wrap(handler) || wrap(wrap(handler)).name === 'handler')
    const once = wrap(handler)
    print(wrap(once) === once)
    print(await wrap((event, context) => once(event, context))({}, context('r1')))
  `)
  expect(printed).toEqual([true, true, 'x'])
  expect(roots).toHaveLength(1)
})

test('an inner wrapper that is given a copy of the context counts no second invocation', async () => {
  const { printed, roots } = await runProgram(`
    const inner = wrap(async () => 'x')
    print(await wrap((event, context) => inner(event, { ...context }))({}, context('r1')))
    const anonymous = wrap(async () => 'y')
    print(await Promise.all([anonymous({}, {}), anonymous({}, {})]))
  `)
  expect(printed).toEqual(['x', ['y', 'y']])
  expect(roots.map(({ attributes }) => attributes['faas.invocation.id'])).toEqual(['r1', '', ''])
})

test('what is no function comes back untouched, with one report', async () => {
  const { printed, stderr, roots } = await runProgram(`
    const object = {}
    print([wrap(object) === object, wrap(undefined) === undefined, wrap('x'), wrap('x')])
  `)
  expect(printed).toEqual([[true, true, 'x', 'x']])
  expect(stderr.trim().split('\n')).toEqual([
    'thermocline: wrap wants a function, got object: it is returned as it is',
    'thermocline: wrap wants a function, got undefined: it is returned as it is',
    'thermocline: wrap wants a function, got string: it is returned as it is',
  ])
  expect(roots).toEqual([])
})

test('a handler that hangs on nothing lets the process end, as it does without us', async () => {
  const { exitCode, printed } = await runProgram(`
    wrap(() => new Promise(() => {}))({}, context('r1')).then(print)
  `)
  expect({ exitCode, printed }).toEqual({ exitCode: 0, printed: [] })
})

test('a hung invocation is ended as a timeout shortly before its deadline', async () => {
  const { roots } = await runProgram(`
    const until = Date.now() + 120
    wrap(() => new Promise((resolve) => setTimeout(resolve, 200)))({}, context('r1', { getRemainingTimeInMillis: () => until - Date.now() }))
  `)
  expect(roots.map(({ attributes, status }) => [attributes['error.type'], status])).toEqual([['timeout', 2]])
})

test.each([
  ['log', 'http://127.0.0.1:1', [2970, 59_970, 470]],
  ['otlp', 'http://127.0.0.1:1', [2850, 59_700, 450]],
])(
  'an invocation is told as a timeout no earlier than a flush to %s needs',
  async (flush, endpoint, delays) => {
    const { printed } = await runProgram(
      `
    const handler = wrap(() => void print(globalThis.delay))
    for (const left of [3000, 60_000, 500]) handler({}, context('r' + left, { getRemainingTimeInMillis: () => left }))
    process.exit()
    `,
      {
        env: { THERMOCLINE_FLUSH: flush, THERMOCLINE_ENDPOINT: endpoint },
        nodeFlags: ['--import', WATCH_DELAYS],
      },
    )
    expect(printed).toEqual(delays)
  },
)

test('the ESM and the CJS copy are one SDK: one process, one count', async () => {
  const { roots } = await runProgram(`
    import { createRequire } from 'node:module'
    const cjs = createRequire(import.meta.url)(new URL('./index.cjs', ${JSON.stringify(distUrl())}).pathname)
    await wrap(async () => 1)({}, context('r1'))
    await cjs.wrap(async () => 2)({}, context('r2'))
    const wrapped = wrap(async () => 3)
    await cjs.wrap(wrapped)({}, context('r3'))
  `)
  expect(roots.map(({ attributes }) => attributes['thermocline.process.invocation'])).toEqual([1, 2, 3])
  expect(new Set(roots.map(({ attributes }) => attributes['thermocline.process.id'])).size).toBe(1)
})

test('a thenable and a rejected handler of two calls at once each keep their own answer', async () => {
  const { printed, roots } = await runProgram(`
    const handler = wrap(async ({ wait, value }) => { await new Promise((done) => setTimeout(done, wait)); return value })
    print(await Promise.all([handler({ wait: 20, value: 'slow' }, context('r1')), handler({ wait: 1, value: 'fast' }, context('r2'))]))
    print(await wrap(() => ({ then: (done) => done('thenable') }))({}, context('r3')))
  `)
  expect(printed).toEqual([['slow', 'fast'], 'thenable'])
  expect(roots.map(({ attributes }) => attributes['faas.invocation.id'])).toEqual(['r2', 'r1', 'r3'])
})

test('an SDK that fails again and again turns itself off, says so once, and leaves the handler alone', async () => {
  const { printed, stderr, roots } = await runProgram(`
    const handler = wrap(async () => 'fine')
    const broken = new Proxy({}, { get() { throw new Error('secret') }, has() { throw new Error('secret') } })
    for (let i = 0; i < 8; i++) print(await handler({}, broken))
    print(await handler({}, context('r9')))
  `)
  expect(printed).toEqual(Array(9).fill('fine'))
  expect(stderr.trim().split('\n')).toEqual([
    'thermocline: begin failed: Error; the handler is not affected',
    'thermocline: turned off after 5 failures; handlers run as if they were not wrapped',
  ])
  expect(roots).toEqual([])
})

test('a result whose then cannot be read or called fails as it does without us, and leaves a span', async () => {
  const { printed, roots } = await runProgram(`
    const outcome = async (give) => { try { return await give() } catch (error) { return error.message } }
    const getter = () => ({ get then() { throw new TypeError('getter') } })
    const caller = () => ({ then() { throw new TypeError('call') } })
    const proxy = () => new Proxy({}, { get() { throw new TypeError('trap') }, has() { throw new TypeError('trap') } })
    for (const handler of [getter, caller, proxy]) print(await outcome(() => wrap(handler)({}, context(handler.name))))
    let reads = 0
    print(await wrap(() => ({ get then() { reads += 1; return (done) => { done('once'); throw new Error('late') } } }))({}, context('r4')))
    print(reads)
  `)
  expect(printed).toEqual(['getter', 'call', 'trap', 'once', 1])
  expect(roots.map(({ attributes }) => [attributes['faas.invocation.id'], attributes['error.type']])).toEqual(
    [
      ['getter', 'TypeError'],
      ['caller', 'TypeError'],
      ['proxy', 'TypeError'],
      ['r4', undefined],
    ],
  )
})

test('what a handler deletes or patches of the globals changes neither its answer nor its span', async () => {
  const { printed, roots, exitCode, stderr } = await runProgram(
    `
    const failing = () => { throw new Error('patched') }
    const handler = wrap(() => {
      delete globalThis.clearTimeout
      delete globalThis.performance
      globalThis.setTimeout = failing
      throw new RangeError('mine')
    })
    for (const id of ['r1', 'r2']) try { handler({}, context(id)) } catch (error) { print(error.message) }
  `,
    { env: { THERMOCLINE_LEAKS: 'off' } },
  )
  expect({ printed, exitCode, stderr }).toEqual({ printed: ['mine', 'mine'], exitCode: 0, stderr: '' })
  expect(roots.map(({ attributes }) => attributes['error.type'])).toEqual(['RangeError', 'RangeError'])
})

test('even with a patched Set.prototype a handler answers as it does without us', async () => {
  const { printed, exitCode } = await runProgram(`
    const handler = wrap(async () => {
      for (const name of ['add', 'delete', 'has']) Set.prototype[name] = () => { throw new Error('patched') }
      return 'x'
    })
    const answer = await handler({}, context('r1')).catch((error) => error.message)
    process.stdout.write('PRINT ' + JSON.stringify(answer))
  `)
  expect({ printed, exitCode }).toEqual({ printed: ['x'], exitCode: 0 })
})

test('a status code that cannot be read costs that attribute, not the span', async () => {
  const { roots, stderr } = await runProgram(`
    const event = { requestContext: { http: { method: 'GET' } }, routeKey: 'GET /x' }
    const handler = wrap(async () => ({ get statusCode() { throw new Error('secret') } }))
    for (let i = 0; i < 6; i++) await handler(event, context('r' + i))
    await wrap(async () => ({ statusCode: 503 }))(event, context('r6'))
  `)
  expect(stderr).toBe('')
  expect(roots.map(({ attributes }) => attributes['error.type'])).toEqual([
    ...Array(6).fill(undefined),
    '503',
  ])
})

test('init lasts until a module that awaits at its top level is loaded, and no longer', async () => {
  const turn = `await new Promise((resolve) => setImmediate(resolve))`
  const { roots, printed } = await runProgram(
    `
    const { handler } = await import('./handler.mjs?x=1')
    ${turn}; ${turn}; ${turn}
    print([globalThis.loads, globalThis.loadedAt, performance.now()])
    await handler({}, context('r1'))
    `,
    {
      env: { AWS_LAMBDA_RUNTIME_API: '127.0.0.1:1' },
      files: {
        'handler.mjs': `
          import { wrap } from '${distUrl()}index.mjs'
          globalThis.loads = (globalThis.loads ?? 0) + 1
          export const handler = wrap(async () => {})
          for (let i = 0; i < 9; i++) ${turn}
          globalThis.loadedAt = performance.now()`,
      },
    },
  )
  const init = roots[0]?.attributes['thermocline.init.duration_ms']
  const [loads, loadedAt, afterMs] = printed[0] as [number, number, number]
  expect([loads, Number(init) >= loadedAt, Number(init) <= afterMs]).toEqual([1, true, true])
})

test.each([
  ['throw new Error("mine")', { exitCode: 0, printed: ['mine'] }],
  ['await new Promise(() => {})', { exitCode: 13, printed: [] }],
])('a module that ends its loading with %s does so as without us', async (statement, wanted) => {
  const { exitCode, printed } = await runProgram(
    `await import('./handler.mjs').catch((error) => print(error.message))`,
    {
      env: { AWS_LAMBDA_RUNTIME_API: '127.0.0.1:1' },
      files: {
        'handler.mjs': `import { wrap } from '${distUrl()}index.mjs'; wrap(() => {}); await 1; ${statement}`,
      },
    },
  )
  expect({ exitCode, printed }).toEqual(wanted)
})

test.each(['mjs', 'cjs'] as const)(
  'a frozen Error costs where leaks are, not the spans (%s)',
  async (format) => {
    const { roots, stderr } = await runProgram(
      `
    Object.freeze(Error)
    for (let i = 0; i < 6; i++) await wrap(async () => {})({}, context('r' + i))
    `,
      { format, env: { AWS_LAMBDA_RUNTIME_API: '127.0.0.1:1' } },
    )
    expect([roots.length, stderr]).toEqual([6, ''])
  },
)

test('the container is the log stream where it has the documented shape', async () => {
  const { roots } = await runProgram(`await wrap(async () => {})({}, context('r1'))`)
  expect(roots[0]?.attributes['thermocline.container.id']).toBe(LOG_STREAM)
  expect(roots[0]?.resource).toMatchObject({
    'service.instance.id': LOG_STREAM,
    'faas.instance': LOG_STREAM,
    'faas.name': 'orders',
    'faas.version': '$LATEST',
    'faas.max_memory': 268_435_456,
    'cloud.account.id': '123456789012',
    'cloud.region': 'eu-west-1',
    'aws.log.group.names': ['/aws/lambda/orders'],
    'aws.log.stream.names': [LOG_STREAM],
    'thermocline.schema': 1,
  })
})

// Before the SDK is loaded, which keeps the setTimeout that it finds.
const WATCH_DELAYS =
  'data:text/javascript,const real = setTimeout; globalThis.setTimeout = (work, delay) => real(work, globalThis.delay = delay)'

function distUrl(): string {
  return new URL('../dist/', import.meta.url).href
}

test('what a thenable gives may be a promise: what comes of that is the outcome', async () => {
  const { printed, roots } = await runProgram(`
    class Query { constructor(run) { this.run = run } then(resolve) { resolve(this.run()) } }
    const handler = wrap((fails) => new Query(async () => {
      await new Promise(setImmediate)
      if (fails) throw new RangeError('no such table')
      return 'rows'
    }))
    print(await handler(false, context('r1')))
    print(await handler(true, context('r2')).catch((error) => error.message))
  `)
  expect(printed).toEqual(['rows', 'no such table'])
  expect(roots.map(({ attributes }) => attributes['error.type'])).toEqual([undefined, 'RangeError'])
})
