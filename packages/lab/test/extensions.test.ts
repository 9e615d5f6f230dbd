import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { PlatformEvent } from '../src/platform/event.ts'
import { applicationLine } from '../src/platform/text.ts'
import { FIXTURES, isGone, labOf, processState } from './helper.ts'
import type { FunctionDescription } from '../src/index.ts'

const LAYER = `${FIXTURES}/layer`

async function withWatcher(more: Partial<FunctionDescription> = {}) {
  const said: string[] = []
  const events: PlatformEvent[] = []
  const lab = await labOf(
    { layers: [LAYER], ...more },
    {
      onEvent: (_, event) => {
        events.push(event)
        if (event.type === 'extension') said.push(applicationLine(event.record))
      },
    },
  )
  return { ...lab, said, events }
}

async function usedMb(description: Partial<FunctionDescription>): Promise<number> {
  const { invoke, events } = await withWatcher(description)
  await invoke()
  return Number(events.find((event) => event.type === 'platform.report')?.record.metrics.maxMemoryUsedMB)
}

test('an external extension starts first, gets every invocation, and its init is part of the container’s', async () => {
  const { invoke, said, events } = await withWatcher()
  const first = await invoke()
  const second = await invoke()
  expect(said).toEqual([
    'registered 200 {"functionVersion":"$LATEST","functionName":"probe","handler":"probe.handler"}',
    `got INVOKE ${first.requestId}`,
    `got INVOKE ${second.requestId}`,
  ])
  const told = events.filter((event) => event.type === 'platform.extension').map((event) => event.record)
  expect(told).toEqual([{ name: 'watcher', state: 'Ready', events: ['INVOKE', 'SHUTDOWN'] }])
})

test('the invocation lasts until the extension asks for its next event, though the answer is there before', async () => {
  const { invoke, events } = await withWatcher({ env: { WATCHER_BUSY_MS: '400' } })
  const result = await invoke()
  // It is busy for 400 ms after the event, which the answer does not wait for.
  expect(result.durationMs).toBeGreaterThan(400)
  expect(result.responseMs).toBeLessThan(result.durationMs)
  const report = events.find((event) => event.type === 'platform.report')
  expect(report?.record.spans).toMatchObject([{ name: 'extensionOverhead' }])
})

test.skipIf(process.platform !== 'linux')(
  'the program that extension and runtime both map counts once in the memory they use',
  async () => {
    const alone = await usedMb({ layers: [] })
    const both = await usedMb({})
    expect(both).toBeGreaterThan(alone)
    // Another Node has at least 40 MB of its program resident, and some 15 MB of its own.
    expect(both - alone).toBeLessThan(40)
  },
)

test('an extension that takes longer than the function may run makes it a timeout', async () => {
  const { invoke } = await withWatcher({ env: { WATCHER_BUSY_MS: '60000' }, timeoutMs: 500 })
  expect(await invoke()).toMatchObject({ outcome: 'timeout', payload: { invocation: 1 } })
})

test('the extension freezes with the function', async () => {
  const { invoke } = await withWatcher()
  const { payload } = await invoke({ do: 'extensions' })
  const { said } = payload as { said: number[] }
  expect(said).toHaveLength(1)
  expect(said.map(processState)).toEqual(['T'])
})

test('at its end the container has two seconds: SIGTERM to the function, SHUTDOWN with its reason to the extension', async () => {
  const { invoke, container, said, events } = await withWatcher({
    keepAliveMs: 50,
    handler: 'says-when-terminated.handler',
  })
  const { pid } = await invoke()
  await expect.poll(() => container().state).toBe('ended')
  await expect
    .poll(() =>
      events.flatMap((event) =>
        event.type === 'function' ? [applicationLine(event.record).split('\t').at(-1)] : [],
      ),
    )
    .toEqual(['got SIGTERM'])
  await expect.poll(() => said.at(-1)).toBe('got SHUTDOWN spindown')
  await expect.poll(() => isGone(pid)).toBe(true)
})

test('after a timeout and after a crash the extension is told the reason, and started anew with the function', async () => {
  const { invoke, said } = await withWatcher({ timeoutMs: 700 })
  await invoke({ do: 'sleep', ms: 60_000 })
  expect(said.at(-1)).toBe('got SHUTDOWN timeout')
  await invoke({ do: 'exit', code: 1 })
  expect(said.at(-1)).toBe('got SHUTDOWN failure')
  expect(said.filter((line) => line.startsWith('registered'))).toHaveLength(2)
})

test('an extension that reports a failed init, and one that dies, fail the function with their error', async () => {
  const failing = await withWatcher({ env: { WATCHER_FAILS: 'init' } })
  expect(await failing.invoke()).toMatchObject({
    outcome: 'crashed',
    error: { errorType: 'Extension.InitError' },
  })
  const dying = await withWatcher({ env: { WATCHER_DIES: '1' } })
  expect(await dying.invoke({ do: 'sleep', ms: 300 })).toMatchObject({
    outcome: 'crashed',
    error: { errorType: 'Extension.Crash' },
  })
})

test('telemetry reaches the extension: what was before it subscribed, each invocation, and across a freeze its report', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'thermocline-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'telemetry')
  const { lab, invoke } = await withWatcher({ env: { WATCHER_TELEMETRY: file, WATCHER_BUSY_MS: '150' } })
  const first = await invoke({ do: 'log', text: 'hello' })
  const second = await invoke()
  await lab.stop()
  const events = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { time: string; type: string; record: Record<string, unknown> })
  expect(events.map(({ type }) => type).slice(0, 4)).toEqual([
    'platform.initStart',
    'platform.telemetrySubscription',
    'platform.initRuntimeDone',
    'platform.extension',
  ])
  const of = (type: string) => events.filter((event) => event.type === type).map(({ record }) => record)
  expect(of('platform.start').map(({ requestId }) => requestId)).toEqual([first.requestId, second.requestId])
  expect(of('platform.report')[0]).toMatchObject({ requestId: first.requestId, status: 'success' })
  expect(JSON.stringify(of('function')[0])).toContain('hello')
  expect(events.every(({ time }) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(time))).toBe(true)
})

test('an extension inside the function gets invocations, keeps the container awake, and SHUTDOWN is refused to it', async () => {
  const { invoke } = await labOf({ handler: 'internal-extension.handler', env: { EXTENSION_BUSY_MS: '300' } })
  const first = await invoke()
  expect(first.durationMs).toBeGreaterThan(300)
  const { got, requestId } = (await invoke()).payload as { got: { requestId: string }[]; requestId: string }
  expect(got.map((event) => event.requestId).slice(0, 1)).toEqual([first.requestId])
  expect(requestId).not.toBe(first.requestId)

  const refused = await labOf({
    handler: 'internal-extension.handler',
    env: { EXTENSION_EVENTS: 'INVOKE,SHUTDOWN' },
  })
  expect((await refused.invoke()).payload).toMatchObject({
    registered: {
      status: 403,
      body: {
        errorType: 'Extension.InvalidEventType',
        errorMessage: 'SHUTDOWN: ShutdownEventNotSupportedForInternalExtension',
      },
    },
  })
})

test('after the init nobody registers any more', async () => {
  const { invoke } = await labOf({ handler: 'internal-extension.handler' })
  expect((await invoke({ register: true })).payload).toMatchObject({
    status: 403,
    body: { errorType: 'Extension.RegistrationClosed' },
  })
})

test.each([
  ['an extension registered', { env: { ON_SIGTERM: 'exit' } }, ['got SIGTERM']],
  ['an extension registered and the signal ignored', { env: { ON_SIGTERM: 'ignore' } }, ['got SIGTERM']],
])('with %s the function hears SIGTERM before it ends', async (_what, more, heardLines) => {
  const lines: string[] = []
  const { invoke, container } = await labOf(
    { handler: 'internal-extension.handler', keepAliveMs: 50, ...more },
    {
      onEvent: (_, event) =>
        event.type === 'function' && lines.push(applicationLine(event.record).split('\t').at(-1)!),
    },
  )
  const { pid } = await invoke()
  await expect.poll(() => container().state).toBe('ended')
  await expect.poll(() => isGone(pid), { timeout: 3000 }).toBe(true)
  expect(lines).toEqual(heardLines)
})

test('without any extension the function ends without a signal it could hear', async () => {
  const lines: string[] = []
  const { invoke, container } = await labOf(
    { handler: 'says-when-terminated.handler', keepAliveMs: 50 },
    { onEvent: (_, event) => event.type === 'function' && lines.push(applicationLine(event.record)) },
  )
  const { pid } = await invoke()
  await expect.poll(() => container().state).toBe('ended')
  await expect.poll(() => isGone(pid)).toBe(true)
  expect(lines).toEqual([])
})
