import { execFile } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { wrap } from '@thermocline/lambda'
import { expectNoLeaks, LeaksFound } from '@thermocline/lambda/testing'
import { temporaryFolder } from '@thermocline/testkit/folder'
import { broken, CLEAN, leaking } from './testing-handlers.ts'

const event = (n: number): { userId: string; n: number } => ({ userId: `user-${n}`, n })

test('a leak is told by name, file and line, with what it is', async () => {
  const error: unknown = await expectNoLeaks(leaking, { event }).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(LeaksFound)
  expect(error).toMatchObject({ code: 'leaks_found', leaks: { length: 2 } })
  expect(String(error)).toMatch(
    /^LeaksFound: 2 leaks in 60 invocations\n {2}lastUser \(\S*test\/testing-handlers\.ts:\d+\): an earlier request's data, which was in the answer to another \[critical\]\n {2}processedOrders \(\S*test\/testing-handlers\.ts:\d+\): grew from \d+ to \d+ over \d+ invocations \[medium\]$/,
  )
  expect((error as Error).stack?.split('\n')[3]).toContain('testing.test.ts')
})

test('a wrapped handler is tested bare, and what is allowed is no failure', async () => {
  const handler = wrap(leaking)
  await expect(expectNoLeaks(handler, { event })).rejects.toThrow('2 leaks')
  await expectNoLeaks(handler, { event, allow: ['lastUser', 'processedOrders'] })
})

test.each(CLEAN)('a handler %s without leaks passes', async (_name, handler) => {
  await expectNoLeaks(handler, { event, invocations: 40 })
})

test('a handler that only fails tests nothing: its error comes out', async () => {
  await expect(expectNoLeaks(broken, { event })).rejects.toThrow(new RangeError('no table'))
})

test.each<[string, object, unknown]>([
  ['event must be a function that makes the n-th event, got "object"', { event: {} }, leaking],
  ['invocations must be 30 to 100000, got 5', { event, invocations: 5 }, leaking],
  ['allow must be a list of names, got "string"', { event, allow: 'all' }, leaking],
  ['handler must be a function, got "undefined"', { event }, undefined],
])('%s', async (message, check, handler) => {
  await expect(expectNoLeaks(handler as never, check as never)).rejects.toMatchObject({
    code: 'bad_setting',
    message,
  })
})

const PACKAGE = fileURLToPath(new URL('..', import.meta.url))

const RUNNERS: [string, string, string, string[]][] = [
  [
    'node:test',
    'leak.test.mjs',
    "import { test } from 'node:test'; import { expectNoLeaks } from '@thermocline/lambda/testing'; import { handler } from './orders.js'",
    ['--test'],
  ],
  [
    'jest',
    'leak.test.js',
    "const { expectNoLeaks } = require('@thermocline/lambda/testing'); const { handler } = require('./orders')",
    [jestBin()],
  ],
]

test.each(RUNNERS)('it works in %s', { timeout: 60_000 }, async (_runner, file, imports, argv) => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'node_modules/@thermocline'), { recursive: true })
  symlinkSync(PACKAGE, join(folder, 'node_modules/@thermocline/lambda'))
  writeFileSync(join(folder, 'package.json'), '{}')
  writeFileSync(
    join(folder, 'orders.js'),
    `const handledOrders = new Map()\nexports.handler = async (event) => { handledOrders.set(event.n, 1) }\n`,
  )
  writeFileSync(
    join(folder, file),
    `${imports}
const event = (n) => ({ n })
test('leaking', () => expectNoLeaks(handler, { event }))
test('clean', () => expectNoLeaks(async () => 1, { event }))
`,
  )
  const output = await outputOf(argv, folder)
  expect(output).toContain('one leak in 60 invocations')
  expect(output).toMatch(
    /handledOrders \(orders\.js:1\): grew from \d+ to \d+ over \d+ invocations \[medium\]/,
  )
  expect(output).toMatch(/Tests: +1 failed, 1 passed|pass 1\n[^]*fail 1/)
})

function outputOf(argv: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve) => {
    execFile('node', argv, { cwd, env: { PATH: process.env['PATH'] } }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    )
  })
}

function jestBin(): string {
  return join(dirname(createRequire(import.meta.url).resolve('jest/package.json')), 'bin/jest.js')
}
