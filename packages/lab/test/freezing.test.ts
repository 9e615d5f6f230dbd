import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { isGone, labOf, processState } from './helper.ts'

test('between invocations the process is stopped by the kernel, during one it is not', async () => {
  const { lab, invoke, container } = await labOf()
  const { pid } = await invoke()
  expect(processState(pid)).toBe('T')
  expect(container()).toMatchObject({ state: 'frozen', pid })

  const running = lab.invoke('probe', { do: 'sleep', ms: 300 })
  await expect.poll(() => processState(pid), { interval: 5 }).not.toBe('T')
  expect(container().state).toBe('busy')
  await running
  expect(processState(pid)).toBe('T')
})

test('no timer fires while the process is frozen, and an overdue one fires after the thaw', async () => {
  const { invoke } = await labOf({ handler: 'timers.handler' })
  const { ticks } = (await invoke()).payload as { ticks: string }
  const atFreeze = readFileSync(ticks, 'utf8')
  expect(atFreeze.length).toBeGreaterThan(0)

  await sleep(120)
  expect(readFileSync(ticks, 'utf8')).toBe(atFreeze)

  expect((await invoke()).payload).toEqual({ fired: 'late' })
  expect(readFileSync(ticks, 'utf8').length).toBeGreaterThan(atFreeze.length)
})

test('processes the handler started are frozen with it and die with it', async () => {
  const { lab, invoke } = await labOf()
  const { said } = (await invoke({ do: 'child' })).payload as { said: number }
  await expect.poll(() => processState(said)).toBe('T')

  await lab.stop()
  await expect.poll(() => isGone(said)).toBe(true)
})

test('a process that left the group is frozen, thawed and killed with the container, and so is its child', async () => {
  const { lab, invoke } = await labOf()
  const { said } = (await invoke({ do: 'detached' })).payload as { said: [number, number] }
  await expect.poll(() => said.map(processState)).toEqual(['T', 'T'])

  const running = invoke({ do: 'sleep', ms: 300 })
  await expect.poll(() => said.map(processState), { interval: 5 }).toEqual(['S', 'S'])
  await running
  await expect.poll(() => said.map(processState)).toEqual(['T', 'T'])

  await lab.stop()
  await expect.poll(() => said.every(isGone)).toBe(true)
})

test('a process killed while it is frozen is replaced at the next invocation', async () => {
  const { invoke, container } = await labOf()
  const first = await invoke()
  process.kill(first.pid, 'SIGKILL')
  await expect.poll(() => container().state).toBe('reset')

  const second = await invoke()
  expect(second).toMatchObject({ outcome: 'ok', startKind: 'reinit', container: first.container })
  expect(second.pid).not.toBe(first.pid)
})
