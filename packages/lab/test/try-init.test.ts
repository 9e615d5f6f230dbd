import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { tryInit } from '../src/index.ts'
import { fixture } from './helper.ts'

test('a function that loads tells how long that took, and leaves nothing behind', async () => {
  const tmpFolder = mkdtempSync(join(tmpdir(), 'thermocline-test-'))
  onTestFinished(() => rmSync(tmpFolder, { recursive: true, force: true }))
  const tried = await tryInit(fixture(), { tmpFolder })
  expect(tried).toMatchObject({ kind: 'ok' })
  expect(tried.kind === 'ok' && tried.initMs).toBeGreaterThan(0)
  expect(readdirSync(tmpFolder)).toEqual([])
})

test('one who waits no longer ends it', async () => {
  const ended = AbortSignal.timeout(300)
  const began = performance.now()
  await tryInit(fixture({ handler: 'never-loads.handler', initTimeoutMs: 600_000 }), {}, ended)
  // Far from its limit; how far is the machine's affair.
  expect(performance.now() - began).toBeLessThan(60_000)
})

test.each([
  ['imports what is not there', 'imports-nothing.handler', /ImportModuleError|Error/, /no-such-package/],
  [
    'does not export it',
    'probe.absent',
    'Runtime.HandlerNotFound',
    /probe\.absent is undefined or not exported/,
  ],
  ['throws', 'throws-at-load.handler', 'Error', /no configuration/],
  ['ends its process', 'exits-at-load.handler', 'Runtime.ExitError', /exit status 4/],
])('a handler whose file %s is told by its error', async (_what, handler, errorType, message) => {
  const tried = await tryInit(fixture({ handler }))
  expect(tried).toMatchObject({ kind: 'failed' })
  if (tried.kind !== 'failed') return
  expect(tried.errorType).toMatch(errorType)
  expect(tried.message).toMatch(message)
})

test('a handler with a syntax error is told with its message', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'thermocline-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'index.mjs'), 'export const handler = async () => {\n  const = 1\n}\n')
  expect(await tryInit({ name: 'broken', folder, handler: 'index.handler' })).toMatchObject({
    kind: 'failed',
    errorType: 'Runtime.UserCodeSyntaxError',
    message: expect.stringContaining("Unexpected token '='") as string,
  })
})

test('an init that takes too long is told with the limit', async () => {
  expect(await tryInit(fixture({ handler: 'slow-first-load.handler', initTimeoutMs: 200 }))).toMatchObject({
    kind: 'failed',
    errorType: 'Sandbox.Timedout',
    message: 'the init took longer than 0.2 s',
  })
})
