import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { ContainerSnapshot } from '../src/index.ts'
import { FIXTURES, isGone, labOf } from './helper.ts'

test('stop ends frozen and busy processes, removes their folders and refuses what comes after', async () => {
  const { lab, invoke } = await labOf({ timeoutMs: 60_000 })
  await Promise.all([invoke({ do: 'sleep', ms: 30 }), invoke({ do: 'sleep', ms: 30 })])
  const hung = invoke({ do: 'sleep', ms: 60_000 }).catch((error: unknown) => error)
  const before = lab.containers()
  expect(before.map((container) => container.state).toSorted()).toEqual(['busy', 'frozen'])

  await Promise.all([lab.stop(), lab.stop()])
  expect(await hung).toMatchObject({ code: 'lab_failed', message: 'the lab was stopped while probe ran' })
  expect(before.every(({ pid }) => pid !== null && isGone(pid))).toBe(true)
  expect(before.some(({ tmpFolder }) => existsSync(dirname(tmpFolder)))).toBe(false)
  expect(lab.containers().map((container) => container.state)).toEqual(['ended', 'ended'])
  await expect(invoke()).rejects.toMatchObject({ code: 'lab_failed' })
})

test('stop during an init ends it', async () => {
  const { lab, invoke, container } = await labOf({ handler: 'slow-first-load.handler' })
  const hung = invoke().catch((error: unknown) => error)
  await expect.poll(() => container().pid).not.toBeNull()
  const { pid } = container()
  await lab.stop()
  expect(await hung).toMatchObject({ code: 'lab_failed' })
  expect(isGone(pid ?? 0)).toBe(true)
})

test('nothing of a stopped lab keeps its process from ending', async () => {
  const child = spawn(process.execPath, [`${FIXTURES}/lab-to-stop.ts`], { stdio: 'inherit' })
  onTestFinished(() => void child.kill('SIGKILL'))
  await expect.poll(() => child.exitCode, { timeout: 4000 }).toBe(0)
})

interface Killed {
  readonly containers: readonly ContainerSnapshot[]
  readonly payload: { readonly said: readonly number[] }
}

test('when the lab itself is killed, nothing outlives it, frozen, running or detached, and no folder stays', async () => {
  const child = spawn(process.execPath, [`${FIXTURES}/lab-to-kill.ts`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await child.stdout.take(1).toArray()) as [Buffer]
  const { containers, payload } = JSON.parse(line.toString('utf8')) as Killed
  expect(containers.map((container) => container.state).toSorted()).toEqual(['busy', 'frozen'])
  const pids = [...containers.map(({ pid }) => pid ?? 0), ...payload.said]
  expect(pids.some(isGone)).toBe(false)

  child.kill('SIGKILL')
  await expect.poll(() => pids.every(isGone), { timeout: 5000 }).toBe(true)
  await expect.poll(() => containers.some(({ tmpFolder }) => existsSync(dirname(tmpFolder)))).toBe(false)
})
