import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startLab } from '../src/index.ts'
import type { FunctionUpdate } from '../src/index.ts'
import type { JournalEntry } from '../src/journal/entry.ts'
import { childrenOf } from '../src/live/proc.ts'
import { startProgram } from '../src/live/process.ts'
import { fixture, FIXTURES, isGone, labOf } from './helper.ts'

// What functions, extensions and callers do that nobody asked them to.

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'thermocline-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('a process that dies between its answer and the next event is told of, and the next invocation is not lost', async () => {
  const journal: JournalEntry[] = []
  const { invoke, container } = await labOf({}, { onJournal: (entry) => journal.push(entry) })
  for (const round of [1, 2, 3, 4, 5, 6, 7, 8]) {
    // oxlint-disable-next-line no-await-in-loop -- one container, one invocation after another
    const { pid } = await invoke({ do: 'dieLater', ms: round % 4 })
    // It may have been frozen before its timer was due: then it is the next invocation that meets it.
    if (!isGone(pid)) process.kill(pid, 'SIGKILL')
    // oxlint-disable-next-line no-await-in-loop -- as above
    await expect.poll(() => container().state).toBe('reset')
    // oxlint-disable-next-line no-await-in-loop -- as above
    expect(await invoke()).toMatchObject({ outcome: 'ok', startKind: 'reinit' })
  }
  const frozenThenPlaced = journal.filter(({ kind }) => kind === 'placed')
  expect(frozenThenPlaced).toHaveLength(16)
})

test('answers are not kept: a container that has given many takes no more memory', async () => {
  const { invoke } = await labOf({ memoryMb: 512 })
  const answers = async (count: number): Promise<number> => {
    for (let n = 0; n < count; n++) {
      // oxlint-disable-next-line no-await-in-loop -- one container, one invocation after another
      await invoke({ do: 'big', bytes: 5_000_000 })
    }
    return process.memoryUsage().arrayBuffers
  }
  await answers(10)
  // Without collection a few are still there; kept ones would be 200 MB.
  expect(await answers(40)).toBeLessThan(150 * 2 ** 20)
})

test('under Managed Instances a handler that never ends is a timeout for its caller, and its place is free again', async () => {
  const { invoke, container } = await labOf({
    managed: { concurrency: 1 },
    env: { AWS_LAMBDA_NODEJS_WORKER_COUNT: '1' },
    timeoutMs: 300,
    handler: 'overlaps.handler',
  })
  await expect.poll(() => container().state, { timeout: 10_000 }).toBe('ready')
  for (const _ of [1, 2, 3]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect(await invoke({ ms: 60_000 })).toMatchObject({ outcome: 'timeout' })
  }
  expect(container().processes).toBe(1)
})

test.each([
  ['tenant', { tenant: '東京' }, 'tenant must be 1 to 256 letters'],
  [
    'clientContext',
    { clientContext: '{"a":"日本"}' },
    'clientContext must be JSON of ASCII characters alone',
  ],
  ['requestId', { requestId: 'a\nb' }, 'requestId must be 1 to 128 letters'],
  ['requestId', { requestId: '' }, 'requestId must be 1 to 128 letters'],
])('a %s that no header can hold is refused before anything is placed', async (_what, options, message) => {
  const { lab, invoke } = await labOf()
  await expect(invoke({}, options)).rejects.toMatchObject({
    code: 'bad_argument',
    message: expect.stringContaining(message) as string,
  })
  expect(lab.containers()).toEqual([])
})

test('a handler that asks for the next event itself and hangs up costs nobody an invocation', async () => {
  const { invoke } = await labOf()
  expect(await invoke({ do: 'askAndHangUp' })).toMatchObject({ outcome: 'ok' })
  expect(await invoke()).toMatchObject({ outcome: 'ok', startKind: 'warm' })
})

test('a body that is larger than any answer is read to its end and not kept', async () => {
  const { invoke } = await labOf({ timeoutMs: 20_000, memoryMb: 512 })
  const before = process.memoryUsage().arrayBuffers
  const { payload } = await invoke({ do: 'postMuch', megabytes: 150, path: 'invocation/none/response' })
  expect(payload).toMatchObject({ said: 400 })
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(80 * 2 ** 20)
})

test('the memory of a function’s children is its own', async () => {
  const { invoke } = await labOf({ memoryMb: 128, timeoutMs: 10_000 })
  expect(await invoke({ do: 'holdInChild', megabytes: 200 })).toMatchObject({
    outcome: 'crashed',
    error: { errorType: 'Runtime.OutOfMemory' },
  })
})

test('the policy of a function that runs is left as it is', async () => {
  const { lab } = await labOf()
  expect(() => lab.configure('probe', { concurrencyLimit: 1 } as FunctionUpdate)).toThrow(
    'concurrencyLimit of probe must be left as it is while the lab runs, got 1',
  )
})

test('a folder for temporary files that cannot be written into is told as the setting it is', async () => {
  await expect(startLab({ functions: [fixture()], tmpFolder: '/proc' })).rejects.toMatchObject({
    code: 'bad_setting',
    message: expect.stringMatching(
      /^tmpFolder must be a folder that can be written into \(.*\), got "\/proc"$/,
    ) as string,
  })
})

test('a container whose folder cannot be made fails its caller in words, and leaves no process', async () => {
  const parent = temporaryFolder()
  const lab = await startLab({ functions: [fixture()], tmpFolder: parent })
  onTestFinished(() => lab.stop())
  const before = childrenOf(process.pid)
  rmSync(parent, { recursive: true })
  await expect(lab.invoke('probe', {})).rejects.toMatchObject({
    code: 'lab_failed',
    message: expect.stringMatching(/^a container cannot have its folder: ENOENT/) as string,
  })
  await expect.poll(() => newChildren(before)).toEqual([])
})

test('a process that cannot be watched is ended at once', async () => {
  const before = childrenOf(process.pid)
  const reaper = {
    watch: () => {
      throw new Error('no space left')
    },
    forget: () => {},
  }
  const options = {
    program: 'sleep',
    args: ['60'],
    env: { PATH: process.env['PATH'] ?? '' },
    folder: tmpdir(),
  }
  expect(() => startProgram({ ...options, reaper, onLine: () => {} })).toThrow(
    'a process could not be watched, and was ended: no space left',
  )
  await expect.poll(() => newChildren(before)).toEqual([])
})

function newChildren(before: readonly number[]): number[] {
  return childrenOf(process.pid).filter((pid) => !before.includes(pid) && !isGone(pid))
}

test('an extension is ended when the one after it cannot be started', async () => {
  const layer = temporaryFolder()
  mkdirSync(join(layer, 'extensions'))
  cpSync(join(FIXTURES, 'layer/extensions/watcher'), join(layer, 'extensions/a-silent'))
  writeFileSync(join(layer, 'extensions/b-broken'), '#!/no/such/interpreter\n')
  chmodSync(join(layer, 'extensions/b-broken'), 0o755)
  const { invoke } = await labOf({ layers: [layer] })
  const before = childrenOf(process.pid)
  await expect(invoke()).rejects.toMatchObject({ code: 'lab_failed' })
  await expect.poll(() => newChildren(before)).toEqual([])
})

test.each([
  ['/etc/passwd.x', 'of the form "file.export"'],
  ['../fixtures/probe.handler', 'of the form "file.export"'],
])('a handler %s outside of the function’s folder is refused', async (handler, wanted) => {
  await expect(labOf({ handler })).rejects.toThrow(`handler of probe must be ${wanted}`)
})

test.each([{ 'A=B': 'x' }, { 'A\0': 'x' }, { A: 'x\0' }])('the variables %j are refused', async (env) => {
  await expect(labOf({ env })).rejects.toMatchObject({ code: 'bad_setting' })
})
