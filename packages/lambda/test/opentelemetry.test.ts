import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { startCollector } from './collector.ts'
import { type ProgramOptions, type Ran, runProgram } from './program.ts'

// Applications with an OpenTelemetry of their own, of three generations of its API and SDK, each beside the bundle.

const PARENT = '0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331'

describe.each(['1.0', '1.9', '1.10'])('an application on the API %s', (version) => {
  const app = fileURLToPath(new URL(`otel/api-${version}/app.mjs`, import.meta.url))

  /** `handler` stands for the body of the handler; it finds `app`, `tracer` and, where it registered, `exported`. */
  function run(program: string, options: ProgramOptions = {}): Promise<Ran> {
    // How long the application's own modules take is told elsewhere.
    const env = { THERMOCLINE_INIT_PROFILE: 'off', ...options.env }
    return runProgram(`import * as app from '${app}'\n${program}`, { ...options, env })
  }

  const HANDLER = `
    const { trace, context: contexts } = app.api
    const handler = wrap(async () => {
      const child = trace.getTracer('app').startSpan('query')
      await contexts.with(trace.setSpan(contexts.active(), child), async () => {
        await new Promise((done) => setTimeout(done, 1))
        trace.getTracer('app').startSpan('connect').end()
      })
      child.end()
    })
    const calledBy = (flags) => ({ httpMethod: 'GET', requestContext: {}, headers: { Traceparent: '00-${PARENT}-' + flags } })
  `

  test('its provider gets the root span with its own spans under it, and ours has the same ids', async () => {
    const { roots, printed } = await run(`
      const exported = app.register()
      ${HANDLER}
      await handler(calledBy('01'), context('r1'))
      print(exported)
    `)
    const exported = printed[0] as Exported[]
    const root = exported.find(({ name }) => name === 'orders')
    expect(exported.map(({ name }) => name)).toEqual(['init', 'connect', 'query', 'orders'])
    expect(parentsByName(exported)).toEqual({
      init: 'orders',
      query: 'orders',
      connect: 'query',
      orders: undefined,
    })
    expect(`${root?.traceId}-${root?.parent}`).toBe(PARENT)
    expect(root?.attributes['thermocline.container.id']).toBe(
      roots[0]?.attributes['thermocline.container.id'],
    )
    expect([roots[0]?.traceId, roots[0]?.spanId]).toEqual([root?.traceId, root?.spanId])
  })

  test("a caller that did not sample drops the application's spans; ours is sent all the same", async () => {
    const { roots, printed } = await run(`
      const exported = app.register()
      ${HANDLER}
      await handler(calledBy('00'), context('r1'))
      print(exported)
    `)
    expect(printed).toEqual([[]])
    expect(roots.map(({ traceId, parent }) => `${traceId}-${parent}`)).toEqual([PARENT])
  })

  test('a provider that is registered in the first invocation is used from the second on', async () => {
    const { roots, printed, stderr } = await run(`
      let exported
      const handler = wrap(async () => { exported ??= app.register() })
      await handler({}, context('r1'))
      await handler({}, context('r2'))
      print(exported.map(({ spanId }) => spanId))
    `)
    expect(printed).toEqual([[roots[1]?.spanId]])
    expect(stderr).toBe('')
  })

  test('nothing global is made unless it is asked for', async () => {
    const { printed, roots } = await run(`
      ${HANDLER}
      await handler({}, context('r1'))
      print(Object.getOwnPropertySymbols(globalThis).map(String).filter((name) => name.includes('opentelemetry')))
    `)
    expect(printed).toEqual([[]])
    expect(roots).toHaveLength(1)
  })

  test('registerGlobal: spans of the application hang under the root, and one that hangs ends with the timeout', async () => {
    const { spans, printed } = await run(
      `
      const { trace, context: contexts } = app.api
      const handler = wrap(async (event) => {
        const child = trace.getTracer('app').startSpan('query')
        await contexts.with(trace.setSpan(contexts.active(), child), () => new Promise((done) => setTimeout(done, event.ms)))
        trace.getTracer('app').startSpan('after').end()
        if (event.ms < 100) child.end()
      })
      await handler({ ms: 1 }, context('r1'))
      await handler({ ms: 120, ...(${unsampled()}) }, context('r2'))
      await handler({ ms: 120 }, context('r3', { getRemainingTimeInMillis: () => 90 }))
      print('done')
      `,
      { env: { THERMOCLINE_REGISTER_GLOBAL: 'true' } },
    )
    expect(printed).toEqual(['done'])
    const byRequest = spans.filter(({ name }) => name !== 'init')
    expect(byRequest.map(({ name, attributes }) => [name, attributes['error.type'] ?? null])).toEqual([
      ['after', null],
      ['query', null],
      ['orders', null],
      ['orders', null],
      ['query', 'timeout'],
      ['orders', 'timeout'],
    ])
    expect(parentsByName(byRequest.slice(0, 3))).toEqual({
      after: 'orders',
      query: 'orders',
      orders: undefined,
    })
  })

  test('registerGlobal leaves a provider of the application alone', async () => {
    const { printed, roots } = await run(`
      const exported = app.register()
      const { trace } = app.api
      await wrap(async () => trace.getTracer('app').startSpan('query').end(), { registerGlobal: true })({}, context('r1'))
      print(exported.map(({ name }) => name))
    `)
    expect(printed).toEqual([['init', 'query', 'orders']])
    expect(roots).toHaveLength(1)
  })

  test("its collector, named by OpenTelemetry's variables, is not posted to twice", async () => {
    const collector = await startCollector()
    const { roots } = await run(`app.register()\nawait wrap(async () => {})({}, context('r1'))`, {
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
    })
    expect(collector.requests).toEqual([])
    expect(roots[0]?.attributes['thermocline.flush.mode']).toBe('log')
  })
})

function unsampled(): string {
  return `{ httpMethod: 'GET', requestContext: {}, headers: { traceparent: '00-${PARENT}-00' } }`
}

interface Exported {
  readonly name: string
  readonly traceId: string
  readonly spanId: string
  readonly parent?: string | null
  readonly attributes: Readonly<Record<string, unknown>>
}

/** Each span's name with its parent's; undefined for a parent that is not among them. */
function parentsByName(
  spans: readonly {
    readonly name: string
    readonly spanId: string
    readonly parent?: string | null | undefined
  }[],
): Record<string, string | undefined> {
  return Object.fromEntries(
    spans.map(({ name, parent }) => [name, spans.find(({ spanId }) => spanId === parent)?.name]),
  )
}
