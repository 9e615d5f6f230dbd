import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startLab } from '../src/index.ts'
import type { ContainerSnapshot } from '../src/index.ts'
import { childrenOf, processFacts } from '../src/live/proc.ts'
import { fixture, FIXTURES, isGone, labOf, processState } from './helper.ts'

test('stop ends frozen and busy processes, removes their folders and refuses what comes after', async () => {
  const { lab, invoke } = await labOf({ timeoutMs: 60_000 })
  await Promise.all([invoke({ do: 'sleep', ms: 30 }), invoke({ do: 'sleep', ms: 30 })])
  const hung = invoke({ do: 'sleep', ms: 60_000 }).catch((error: unknown) => error)
  await expect
    .poll(() =>
      lab
        .containers()
        .map((container) => container.state)
        .toSorted(),
    )
    .toEqual(['busy', 'frozen'])
  const before = lab.containers()

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

async function startLabToKill(
  tmpFolder?: string,
): Promise<{ child: ChildProcess; pids: number[]; killed: Killed }> {
  const child = spawn(process.execPath, [`${FIXTURES}/lab-to-kill.ts`, ...(tmpFolder ? [tmpFolder] : [])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await child.stdout.take(1).toArray()) as [Buffer]
  const killed = JSON.parse(line.toString('utf8')) as Killed
  const { containers, payload } = killed
  expect(containers.map((container) => container.state).toSorted()).toEqual(['busy', 'frozen'])
  const pids = [...containers.map(({ pid }) => pid ?? 0), ...payload.said]
  expect(pids.some(isGone)).toBe(false)
  return { child, pids, killed }
}

test('when the lab itself is killed, nothing outlives it, frozen, running or detached, and no folder stays', async () => {
  const { child, pids, killed } = await startLabToKill()
  child.kill('SIGKILL')
  await expect.poll(() => pids.every(isGone), { timeout: 5000 }).toBe(true)
  await expect
    .poll(() => killed.containers.some(({ tmpFolder }) => existsSync(dirname(tmpFolder))))
    .toBe(false)
})

test('when its watchdog is killed with it, the next lab to start there ends what is left, and works', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'thermocline-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const { child, pids, killed } = await startLabToKill(folder)
  const watchdogs = childrenOf(child.pid!).filter((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('thermocline-reaper'),
  )
  expect(watchdogs).toHaveLength(1)
  for (const pid of watchdogs) process.kill(pid, 'SIGKILL')
  child.kill('SIGKILL')
  const [frozen] = killed.containers.filter(({ state }) => state === 'frozen').map(({ pid }) => pid!)
  await expect.poll(() => isGone(child.pid!)).toBe(true)
  expect(processState(frozen!)).toBe('T')

  const next = await startLab({ functions: [fixture()], tmpFolder: folder })
  onTestFinished(() => next.stop())
  await expect.poll(() => pids.every(isGone)).toBe(true)
  expect(killed.containers.some(({ tmpFolder }) => existsSync(dirname(tmpFolder)))).toBe(false)
  expect(await next.invoke('probe', {})).toMatchObject({ outcome: 'ok' })
})

test('a ledger that names processes of another time, or of somebody else, ends nobody', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'thermocline-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const bystander = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' })
  onTestFinished(() => void bystander.kill('SIGKILL'))
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  const { startedAt } = processFacts(bystander.pid!)!
  const ledgers = {
    'another-start': `${boot}\n1 1\n${bystander.pid} ${Number(startedAt) + 1}\n`,
    'another-boot': `00000000\n1 1\n${bystander.pid} ${startedAt}\n`,
    'a-living-lab': `${boot}\n${process.pid} ${processFacts(process.pid)!.startedAt}\n${bystander.pid} ${startedAt}\n`,
  }
  for (const [name, text] of Object.entries(ledgers)) {
    mkdirSync(join(folder, `thermocline-lab-${name}`))
    writeFileSync(join(folder, `thermocline-lab-${name}`, 'processes'), text)
  }
  mkdirSync(join(folder, 'thermocline-lab-empty'))
  const lab = await startLab({ functions: [fixture()], tmpFolder: folder })
  await lab.stop()
  expect(isGone(bystander.pid!)).toBe(false)
  expect(readdirSync(folder).toSorted()).toEqual(['thermocline-lab-a-living-lab', 'thermocline-lab-empty'])
})
