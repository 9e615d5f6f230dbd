import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'
import { startLab } from '@thermocline/lab'
import type { FunctionDescription, Lab } from '@thermocline/lab'
import { key } from '@thermocline/wire'
import { expect, onTestFinished, test } from 'vitest'
import { describeFunction, startChain } from '../support/chain.ts'
import type { Chain } from '../support/chain.ts'
import { startProxy } from '../support/proxy.ts'
import type { Proxy } from '../support/proxy.ts'

// An extension inside the function's process: spans leave after the response and before the freeze.

const DIST = dirname(createRequire(import.meta.url).resolve('@thermocline/lambda'))
const IMPORT = { NODE_OPTIONS: `--import ${join(DIST, 'auto.mjs')}` }
const REQUIRE = { NODE_OPTIONS: `--require ${join(DIST, 'auto.cjs')}` }

const DELAY_MS = 150

interface Scene {
  readonly lab: Lab
  readonly chain: Chain
  readonly proxy: Proxy
  readonly modes: (container: string) => Promise<unknown[]>
}

async function play(fn: FunctionDescription): Promise<Scene> {
  const chain = await startChain([])
  const proxy = await startProxy(chain.url)
  const lab = await startLab({ functions: [fn], endpoint: proxy.url })
  onTestFinished(() => lab.stop())
  const modes = async (container: string): Promise<unknown[]> => {
    const { invocations } = await chain.container(container)
    const traces = await Promise.all(invocations.map(({ traceId }) => chain.trace(traceId ?? '')))
    return traces.map((spans) => spans.find(({ name }) => name === fn.name)?.attributes[key.FLUSH_MODE])
  }
  return { lab, chain, proxy, modes }
}

test.each([
  ['--import on Node 24', 'plain', 'nodejs24.x', IMPORT],
  ['--require on Node 24', 'plain', 'nodejs24.x', REQUIRE],
  ['--import on Node 22', 'plain', 'nodejs22.x', IMPORT],
  ['--require on Node 22, with a callback', 'plain-callback', 'nodejs22.x', REQUIRE],
  ['await register()', 'registered', 'nodejs24.x', {}],
])(
  '%s: the answer does not wait for the collector, and the spans are out before the freeze',
  async (...row) => {
    const [, name, runtime, env] = row
    const { lab, proxy, modes } = await play(describeFunction(name, { runtime, env }))
    proxy.delayMs = DELAY_MS
    const first = await lab.invoke(name, { id: 1 })
    const second = await lab.invoke(name, { id: 2 })
    expect([first.payload, second.payload]).toMatchObject([{ id: 1 }, { id: 2 }])
    expect(second.responseMs).toBeLessThan(DELAY_MS)
    expect(second.durationMs).toBeGreaterThan(DELAY_MS)
    expect([first.pid, second.startKind]).toEqual([second.pid, 'warm'])
    expect(await modes(first.container)).toEqual(['extension', 'extension'])
  },
)

test('the handler finds its own name in the environment', async () => {
  const { lab } = await play(describeFunction('plain', { env: IMPORT }))
  expect((await lab.invoke('plain', { id: 1 })).payload).toEqual({ id: 1, handler: 'plain.handler' })
})

test('a collector that dies holds nobody back, and gets what it missed when it is there again', async () => {
  const { lab, chain, proxy, modes } = await play(describeFunction('plain', { env: IMPORT }))
  proxy.cut = true
  const first = await lab.invoke('plain', { id: 1 })
  const second = await lab.invoke('plain', { id: 2 })
  proxy.cut = false
  await lab.invoke('plain', { id: 3 })
  expect(second.payload).toMatchObject({ id: 2 })
  expect((await chain.container(first.container)).invocations.map(({ startKind }) => startKind)).toEqual([
    'cold',
    'warm',
    'warm',
  ])
  expect(await modes(first.container)).toEqual(['extension', 'extension', 'extension'])
})

test('an invocation that the wrapper never sees is not held until its timeout', async () => {
  const { lab } = await play(describeFunction('registered-unwrapped'))
  await lab.invoke('registered-unwrapped', { id: 1 })
  const second = await lab.invoke('registered-unwrapped', { id: 2 })
  expect(second.payload).toEqual({ id: 2 })
  expect(second.durationMs).toBeLessThan(2000)
})

test('a wrapped CommonJS module cannot register: asked to, it says so once and posts before the response', async () => {
  const { lab, proxy, modes } = await play(
    describeFunction('wrapped', { env: { THERMOCLINE_FLUSH: 'extension' } }),
  )
  proxy.delayMs = DELAY_MS
  const { container } = await lab.invoke('wrapped', { id: 1 })
  const second = await lab.invoke('wrapped', { id: 2 })
  expect(second.responseMs).toBeGreaterThan(DELAY_MS)
  expect(await modes(container)).toEqual(['otlp', 'otlp'])
  const said = lab.logs(container).filter(({ text }) => text.includes('thermocline: flush "extension" needs'))
  expect(said).toHaveLength(1)
})

test('Managed Instances are never frozen: posts follow the response there without an extension', async () => {
  const { lab, proxy, modes } = await play(
    describeFunction('plain', {
      version: '1',
      memoryMb: 2048,
      managed: { containers: 1, concurrency: 4 },
      env: { ...IMPORT, AWS_LAMBDA_NODEJS_WORKER_COUNT: '1' },
    }),
  )
  await expect.poll(() => lab.containers().map(({ state }) => state), { timeout: 10_000 }).toEqual(['ready'])
  proxy.delayMs = DELAY_MS
  const ran = await Promise.all([1, 2, 3].map((id) => lab.invoke('plain', { id })))
  expect(ran.map(({ payload }) => payload)).toMatchObject([{ id: 1 }, { id: 2 }, { id: 3 }])
  const container = ran[0]?.container ?? ''
  await expect
    .poll(() => modes(container), { timeout: 5000 })
    .toEqual(['extension', 'extension', 'extension'])
})
