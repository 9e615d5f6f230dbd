import { expect, test } from 'vitest'
import type { JournalEntry } from '../src/journal/entry.ts'
import type { PlatformEvent } from '../src/platform/event.ts'
import { labOf, processState } from './helper.ts'

// The policies on real processes; what they decide in each case is in scheduler.test.ts.

interface Payload {
  readonly invocation: number
  readonly said: Record<string, string>
  readonly context: Record<string, string>
}

test('provisioned containers are initialised and frozen before anybody calls, and say so to the function', async () => {
  const { lab, invoke } = await labOf({ version: '1', provisioned: 2 })
  const states = () => lab.containers().map(({ state }) => state)
  await expect.poll(states).toEqual(['frozen', 'frozen'])
  const result = await invoke({ do: 'environment' })
  expect(result).toMatchObject({ startKind: 'provisioned', outcome: 'ok' })
  expect((result.payload as Payload).said['AWS_LAMBDA_INITIALIZATION_TYPE']).toBe('provisioned-concurrency')
  const report = lab.logs(result.container).at(-1)?.text
  expect(report).toContain('REPORT RequestId')
  expect(report).not.toContain('Init Duration')

  lab.provision('probe', 3)
  await expect.poll(states).toEqual(['frozen', 'frozen', 'frozen'])
  lab.provision('probe', 1)
  await expect.poll(() => states().toSorted()).toEqual(['ended', 'ended', 'frozen'])
})

test('a deploy in mid traffic: the running invocation ends in the old container, the next one gets a new one', async () => {
  const journal: JournalEntry[] = []
  const { lab, invoke } = await labOf({}, { onJournal: (entry) => journal.push(entry) })
  const before = await invoke()
  const running = invoke({ do: 'sleep', ms: 200 })
  await expect.poll(() => lab.containers()[0]?.state).toBe('busy')
  lab.deploy('probe', { version: '2' })
  const after = await invoke()
  expect(after).toMatchObject({ startKind: 'cold', version: '2', payload: { invocation: 1 } })
  expect(after.container).toMatch(/\/\[2\]/)
  expect(await running).toMatchObject({ outcome: 'ok', container: before.container, version: '$LATEST' })
  await expect.poll(() => lab.containers()[0]?.state).toBe('ended')
  expect(journal.filter(({ kind }) => kind === 'made' || kind === 'ended')).toMatchObject([
    { kind: 'made', cause: 'first', logStream: before.container },
    { kind: 'made', cause: 'deploy', logStream: after.container },
    { kind: 'ended', container: 1, reason: 'deploy' },
  ])
})

test('a changed configuration reaches the next container, and a bad one changes nothing', async () => {
  const { lab, invoke } = await labOf({ env: { COLOUR: 'red' } })
  await invoke()
  expect(() => lab.configure('probe', { memoryMb: 64 })).toThrow('memoryMb of probe must be a whole number')
  expect(await invoke()).toMatchObject({ startKind: 'warm' })
  lab.configure('probe', { env: { COLOUR: 'blue' }, memoryMb: 256 })
  const { payload, startKind } = await invoke({ do: 'environment' })
  expect(startKind).toBe('cold')
  expect((payload as Payload).said).toMatchObject({ COLOUR: 'blue', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256' })
  expect(() => lab.deploy('absent')).toThrow('functionName must be one of probe, got "absent"')
  expect(() => lab.provision('probe', 1)).toThrow('version of probe must be a published one')
})

test('a call placed just before a change runs what the function was then', async () => {
  const { lab, invoke } = await labOf({ env: { COLOUR: 'red' } })
  const before = invoke({ do: 'environment' })
  lab.configure('probe', { env: { COLOUR: 'blue' } })
  expect(((await before).payload as Payload).said['COLOUR']).toBe('red')
  expect(((await invoke({ do: 'environment' })).payload as Payload).said['COLOUR']).toBe('blue')
})

test('tenants get containers of their own, and the function learns whose it serves', async () => {
  const { lab, invoke } = await labOf({ tenants: true, logFormat: 'JSON' })
  const [blue, green] = [await invoke({}, { tenant: 'blue' }), await invoke({}, { tenant: 'green' })]
  expect((blue.payload as Payload).context['tenantId']).toBe('blue')
  expect(green).toMatchObject({ startKind: 'cold', payload: { invocation: 1 } })
  expect(green.container).not.toBe(blue.container)
  expect(await invoke({}, { tenant: 'blue' })).toMatchObject({ startKind: 'warm', container: blue.container })
  const start = JSON.parse(
    lab.logs(green.container).find(({ text }) => text.includes('platform.start'))!.text,
  )
  expect(start).toMatchObject({ type: 'platform.start', record: { tenantId: 'green' } })
})

test('a client context reaches the function', async () => {
  const { invoke } = await labOf()
  const { payload } = await invoke({}, { clientContext: '{"custom":{"a":"1"}}' })
  expect((payload as Payload).context['clientContext']).toEqual({ custom: { a: '1' } })
})

test('the JSON log format: Lambda’s lines and the function’s are objects', async () => {
  const { lab, invoke } = await labOf({ logFormat: 'JSON', systemLogLevel: 'DEBUG' })
  const { container, requestId } = await invoke({ do: 'log', text: 'hello' })
  const lines = lab.logs(container).map(({ text }) => JSON.parse(text) as Record<string, unknown>)
  expect(lines.map((line) => line['type'] ?? line['message'])).toEqual([
    'platform.initStart',
    'platform.initRuntimeDone',
    'platform.initReport',
    'platform.start',
    'hello',
    'platform.runtimeDone',
    'platform.report',
  ])
  expect(lines[4]).toMatchObject({ level: 'INFO', requestId })
})

test('Node 22 runs with its own client: callbacks are served, and the environment says so', async () => {
  const { invoke } = await labOf({ runtime: 'nodejs22.x' })
  const { payload } = await invoke({ do: 'environment' })
  expect((payload as Payload).said['AWS_EXECUTION_ENV']).toBe('AWS_Lambda_nodejs22.x')
  const callback = await labOf({ runtime: 'nodejs22.x', handler: 'calls-back.handler' })
  expect(await callback.invoke({ n: 1 })).toMatchObject({
    outcome: 'ok',
    payload: { called: 'back', node: 22 },
  })
  const refused = await labOf({ runtime: 'nodejs24.x', handler: 'calls-back.handler' })
  expect(await refused.invoke()).toMatchObject({
    outcome: 'error',
    error: { errorType: 'Runtime.CallbackHandlerDeprecated' },
  })
})

const MANAGED = {
  managed: { concurrency: 4 },
  env: { AWS_LAMBDA_NODEJS_WORKER_COUNT: '2' },
  handler: 'overlaps.handler',
} as const

test('Managed Instances: one container runs several at once in worker threads and is never frozen', async () => {
  const events: PlatformEvent[] = []
  const { lab, invoke, container } = await labOf(MANAGED, { onEvent: (_, event) => events.push(event) })
  await expect.poll(() => container().state, { timeout: 10_000 }).toBe('ready')
  const together = [1, 2, 3, 4].map(() => invoke({ ms: 400 }))
  await expect.poll(() => container().state).toBe('busy')
  await expect(invoke({ ms: 1 })).rejects.toMatchObject({ code: 'lab_throttled' })
  const results = await Promise.all(together)
  const seen = results.map(({ payload }) => payload as { thread: number; atOnce: number; initType: string })
  expect(new Set(results.map((result) => result.container)).size).toBe(1)
  expect(Math.max(...seen.map(({ atOnce }) => atOnce))).toBeGreaterThan(1)
  expect(seen[0]?.initType).toBe('lambda-managed-instances')
  expect(container().state).toBe('ready')
  expect(processState(container().pid!)).not.toBe('T')

  // The container is ready with its first worker; the second may come later.
  const threads = new Set(seen.map(({ thread }) => thread))
  await expect
    .poll(async () => {
      const more = await Promise.all([1, 2, 3, 4].map(() => invoke({ ms: 50 })))
      for (const { payload } of more) threads.add((payload as { thread: number }).thread)
      return threads.size
    })
    .toBe(2)
  events.length = 0
  await Promise.all([1, 2, 3, 4].map(() => invoke({ ms: 10 })))
  expect(await invoke({ fails: true })).toMatchObject({
    outcome: 'error',
    error: { errorType: 'RangeError' },
  })
  const reports = events.filter((event) => event.type === 'platform.report').map(({ record }) => record)
  expect(reports.map(({ metrics }) => Object.keys(metrics))).toEqual(reports.map(() => ['durationMs']))
  expect(reports.map(({ status }) => status)).toEqual(['success', 'success', 'success', 'success', 'error'])
  expect(reports[0]?.spans?.map(({ name }) => name)).toEqual(['responseLatency', 'responseDuration'])
  expect(events.some((event) => event.type === 'platform.runtimeDone')).toBe(false)
  expect(lab.logs(container().logStream).every(({ text }) => text.startsWith('{'))).toBe(true)
})

test('Managed Instances: what overruns its time goes on, and a process that ends fails all it ran and is replaced', async () => {
  const { invoke, container } = await labOf({ ...MANAGED, timeoutMs: 200 })
  await expect.poll(() => container().state, { timeout: 10_000 }).toBe('ready')
  expect(await invoke({ ms: 500 })).toMatchObject({ outcome: 'timeout', startKind: 'provisioned' })
  expect(await invoke({ ms: 1 })).toMatchObject({ outcome: 'ok' })
  expect(container().processes).toBe(1)
  const [slow, exits] = [invoke({ ms: 150 }), invoke({ killsProcess: true })]
  expect(await Promise.all([slow, exits])).toMatchObject([{ outcome: 'crashed' }, { outcome: 'crashed' }])
  const [a, b] = await Promise.all([invoke({ ms: 1 }), invoke({ ms: 1 })])
  expect([a.outcome, b.outcome]).toEqual(['ok', 'ok'])
  expect(container().processes).toBe(2)
})
