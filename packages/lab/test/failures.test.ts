import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { FIXTURES, isGone, labOf } from './helper.ts'

test('an error of the handler is told with its type and trace, and the process lives on', async () => {
  const { invoke } = await labOf()
  const failed = await invoke({ do: 'throw', message: 'too much' })
  expect(failed).toMatchObject({
    outcome: 'error',
    payload: undefined,
    error: { errorType: 'RangeError', errorMessage: 'too much' },
  })
  expect(failed.error?.trace[1]).toContain('probe.mjs')
  expect(await invoke()).toMatchObject({ startKind: 'warm', pid: failed.pid })
})

test('a timeout kills the process; the next one runs in the same container with the same /tmp', async () => {
  const { invoke, container } = await labOf({ timeoutMs: 3000 })
  const first = await invoke({ do: 'keep', text: 'of the first process' })
  const hung = await invoke({ do: 'sleep', ms: 60_000 })
  expect(hung).toMatchObject({
    outcome: 'timeout',
    payload: undefined,
    error: {
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${hung.requestId} Error: Task timed out after 3.00 seconds`,
    },
  })
  expect(isGone(hung.pid)).toBe(true)
  expect(container()).toMatchObject({ state: 'reset', pid: null })

  const after = await invoke({ do: 'kept' })
  expect(after).toMatchObject({
    startKind: 'reinit',
    container: first.container,
    payload: { said: 'of the first process', invocation: 1 },
  })
  expect(after.pid).not.toBe(first.pid)
  // An init after a reset runs inside the invocation.
  expect(after.durationMs).toBeGreaterThan(after.initMs ?? Infinity)
})

test('a handler that never yields is killed at its timeout', async () => {
  const { invoke } = await labOf({ timeoutMs: 300 })
  expect(await invoke({ do: 'spin' })).toMatchObject({ outcome: 'timeout' })
})

test('a process that ends itself is a crash that names its status', async () => {
  const { invoke, container } = await labOf()
  const crashed = await invoke({ do: 'exit', code: 3 })
  expect(crashed).toMatchObject({
    outcome: 'crashed',
    error: {
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${crashed.requestId} Error: Runtime exited with error: exit status 3`,
    },
  })
  expect(container().state).toBe('reset')
  expect(await invoke()).toMatchObject({ outcome: 'ok', startKind: 'reinit', container: crashed.container })
})

test('an answer posted right before the process ends still reaches the caller', async () => {
  const { invoke } = await labOf()
  const result = await invoke({ do: 'exitAfterwards', code: 0 })
  expect(result).toMatchObject({ payload: { invocation: 1 } })
})

test('a handler that fails to load fails the invocation, after a second try, and its container is tried again', async () => {
  const { lab, invoke, container } = await labOf({ handler: 'throws-at-load.handler' })
  const failed = await invoke()
  expect(failed).toMatchObject({
    outcome: 'error',
    startKind: 'cold',
    initMs: null,
    error: { errorType: 'Error', errorMessage: 'no configuration' },
  })
  expect(container()).toMatchObject({ state: 'reset', processes: 2, initMs: null })
  const platform = lab.logs(failed.container).filter((line) => line.source === 'platform')
  expect(platform.map((line) => line.text.replace(/[\d.]+ ms/, 'N ms').split(' RequestId')[0])).toEqual([
    expect.stringContaining('INIT_START'),
    'INIT_REPORT Init Duration: N ms\tPhase: init\tStatus: error\tError Type: Runtime.Unknown',
    'INIT_REPORT Init Duration: N ms\tPhase: invoke\tStatus: error\tError Type: Runtime.Unknown',
    'START',
    'END',
    'REPORT',
  ])
  expect(await invoke()).toMatchObject({ container: failed.container, startKind: 'reinit', outcome: 'error' })
})

test.each([
  ['imports-nothing.handler', 'error', 'Error', 'no-such-package'],
  ['exits-at-load.handler', 'crashed', 'Runtime.ExitError', 'exit status 4'],
  ['probe.absent', 'error', 'Runtime.HandlerNotFound', 'probe.absent is undefined or not exported'],
  ['probe.notAFunction', 'error', 'Runtime.HandlerNotFound', 'probe.notAFunction is not a function'],
])('the handler %s gives outcome %s and the error %s', async (handler, outcome, errorType, message) => {
  const { invoke } = await labOf({ handler })
  const failed = await invoke()
  expect(failed).toMatchObject({ outcome, error: { errorType } })
  expect(failed.error?.errorMessage).toContain(message)
})

test('an init that overruns its time runs again inside the invocation, which still counts as cold', async () => {
  const { invoke, container } = await labOf({ handler: 'slow-first-load.handler', initTimeoutMs: 1000 })
  const result = await invoke()
  expect(result).toMatchObject({ outcome: 'ok', payload: 'at last', startKind: 'cold' })
  expect(result.durationMs).toBeGreaterThan(result.initMs ?? Infinity)
  expect(container().processes).toBe(2)
})

test('an answer beyond 6 MB is refused as on AWS', async () => {
  const { invoke } = await labOf({ memoryMb: 512 })
  const result = await invoke({ do: 'big', bytes: 6_400_000 })
  expect(result).toMatchObject({ outcome: 'error', error: { errorType: 'Function.ResponseSizeTooLarge' } })
  expect(await invoke()).toMatchObject({ outcome: 'ok', startKind: 'warm' })
})

test('a process that cannot be started fails that invocation alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'thermocline-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(FIXTURES, folder, { recursive: true })
  const { lab, invoke } = await labOf({ folder })
  rmSync(folder, { recursive: true })
  await expect(invoke()).rejects.toMatchObject({
    code: 'lab_failed',
    message: `no process could be started in ${folder}`,
  })
  cpSync(FIXTURES, folder, { recursive: true })
  expect(await invoke()).toMatchObject({ outcome: 'ok', startKind: 'cold' })
  expect(lab.containers().map((container) => container.state)).toEqual(['ended', 'frozen'])
})

const FIGURES =
  'Duration: N ms\tBilled Duration: N ms\tMemory Size: N MB\tMax Memory Used: N MB\tInit Duration: N ms\t'

test.each([
  ['a timeout', { do: 'sleep', ms: 60_000 }, `${FIGURES}Status: timeout\t`],
  ['a crash', { do: 'exit', code: 3 }, `${FIGURES}Status: error\tError Type: Runtime.ExitError\t`],
  ['an error of the handler', { do: 'throw', message: 'too much' }, FIGURES],
])('the log tells %s in its REPORT as AWS’s newer logs do, and nowhere else', async (_what, event, told) => {
  const { lab, invoke } = await labOf({ timeoutMs: 300 })
  const { requestId, container } = await invoke(event)
  const lines = lab.logs(container).filter((line) => line.source === 'platform')
  const texts = lines.map((line) => line.text.replaceAll(/[\d.]+ (ms|MB)/g, 'N $1'))
  expect(texts).toEqual([
    expect.stringContaining('INIT_START'),
    `START RequestId: ${requestId} Version: $LATEST`,
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\t${told}`,
  ])
})

test('the init is billed with the invocation, of a timeout too', async () => {
  const { lab, invoke } = await labOf({ timeoutMs: 300 })
  const { container } = await invoke({ do: 'sleep', ms: 60_000 })
  const report = lab.logs(container).at(-1)?.text ?? ''
  const [, duration, billed, init] =
    /\tDuration: (\S+) ms\tBilled Duration: (\S+) ms.*Init Duration: (\S+) ms/.exec(report) ?? []
  const together = Number(duration) + Number(init)
  expect(Number(init)).toBeGreaterThan(0)
  // The figures in the line are rounded to hundredths each.
  expect(Math.abs(Number(billed) - Math.ceil(together))).toBeLessThanOrEqual(1)
})
