import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isGone, labOf } from './helper.ts'

test('two invocations one after the other share container, process and module state', async () => {
  const { invoke } = await labOf()
  const [first, second] = [await invoke(), await invoke()]
  expect(first).toMatchObject({ startKind: 'cold', outcome: 'ok', payload: { invocation: 1 } })
  expect(second).toMatchObject({ startKind: 'warm', outcome: 'ok', payload: { invocation: 2 }, initMs: null })
  expect(second.container).toBe(first.container)
  expect(second.pid).toBe(first.pid)
  expect(first.initMs).toBeGreaterThan(0)
})

test('an invocation that finds its container busy gets another, and the one used last is used next', async () => {
  const { lab, invoke } = await labOf()
  const [long, short] = await Promise.all([invoke({ do: 'sleep', ms: 250 }), invoke()])
  expect(long.startKind).toBe('cold')
  expect(short.startKind).toBe('cold')
  expect(short.container).not.toBe(long.container)

  const lastUsed = lab.containers().reduce((a, b) => (b.idleSince > a.idleSince ? b : a)).logStream
  expect(await invoke()).toMatchObject({ startKind: 'warm', container: lastUsed })
  expect(lab.containers().map((container) => container.state)).toEqual(['frozen', 'frozen'])
})

test('a container idle for its keep-alive is ended, with its process and its folder', async () => {
  const { invoke, container } = await labOf({ keepAliveMs: 100 })
  const first = await invoke()
  const { tmpFolder } = container()
  await expect.poll(() => container().state).toBe('ended')
  await expect.poll(() => isGone(first.pid) && !existsSync(tmpFolder)).toBe(true)

  const second = await invoke()
  expect(second.startKind).toBe('cold')
  expect(second.container).not.toBe(first.container)
})

test('beyond its concurrency limit a function is throttled, and runs again afterwards', async () => {
  const { invoke } = await labOf({ concurrencyLimit: 1 })
  const running = invoke({ do: 'sleep', ms: 30 })
  await expect(invoke()).rejects.toMatchObject({
    code: 'lab_throttled',
    message: 'probe was throttled: it runs as often as its concurrencyLimit of 1 allows',
  })
  await running
  expect(await invoke()).toMatchObject({ outcome: 'ok', startKind: 'warm' })
})
