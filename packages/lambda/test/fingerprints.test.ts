import { expect, test } from 'vitest'
import { temporaryFolder } from '@thermocline/testkit/folder'
import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { codeFingerprint } from '../src/identity/code-fingerprint.ts'
import { configFingerprint } from '../src/identity/config-fingerprint.ts'
import { runProgram } from './program.ts'

const CODE = 'thermocline.code.fingerprint'
const CONFIG = 'thermocline.config.fingerprint'
const TENANT = 'thermocline.tenant.id'

test('the same code has the same fingerprint in every container; another size, time or name of a file another', () => {
  const folder = temporaryFolder()
  const write = (name: string, text: string, seconds: number): void => {
    writeFileSync(join(folder, name), text)
    utimesSync(join(folder, name), seconds, seconds)
  }
  write('index.mjs', 'one', 1)
  const first = codeFingerprint(folder, [])
  expect(first).toMatch(/^[0-9a-f]{16}$/)
  expect(codeFingerprint(folder, [join(folder, 'index.mjs')])).toBe(first)
  write('index.mjs', 'one', 2)
  const touched = codeFingerprint(folder, [])
  write('index.mjs', 'three', 2)
  const longer = codeFingerprint(folder, [])
  write('other.mjs', '', 2)
  const more = codeFingerprint(folder, [])
  expect(new Set([first, touched, longer, more]).size).toBe(4)
  expect(codeFingerprint('/nonexistent', [])).toBeUndefined()
})

test('two deploys to one path are the same code wherever the task root lies', () => {
  const [one, other] = [temporaryFolder(), temporaryFolder()]
  for (const folder of [one, other]) {
    writeFileSync(join(folder, 'index.mjs'), 'same')
    utimesSync(join(folder, 'index.mjs'), 5, 5)
  }
  expect(codeFingerprint(one, [])).toBe(codeFingerprint(other, []))
})

test('the configuration is the environment, less what each container has of its own', () => {
  const env = { TABLE: 'orders', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256', _HANDLER: 'index.handler' }
  const same = {
    ...env,
    AWS_LAMBDA_LOG_STREAM_NAME: 'a',
    AWS_SESSION_TOKEN: 'b',
    _X_AMZN_TRACE_ID: 'c',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'provisioned-concurrency',
  }
  expect(configFingerprint(env)).toMatch(/^[0-9a-f]{5}$/)
  expect(configFingerprint(same)).toBe(configFingerprint(env))
  expect(configFingerprint({ ...env, TABLE: 'prices' })).not.toBe(configFingerprint(env))
  expect(configFingerprint({ ...env, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512' })).not.toBe(
    configFingerprint(env),
  )
})

test('every root span tells code and configuration', async () => {
  const { roots } = await runProgram(`
    const handler = wrap(async () => {})
    await handler({}, context('r1')); await handler({}, context('r2'))
  `)
  const [first, second] = roots.map(({ attributes }) => [attributes[CODE], attributes[CONFIG]])
  expect(first).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/), expect.stringMatching(/^[0-9a-f]{5}$/)])
  expect(second).toEqual(first)
})

test('a tenant is a hash that all containers of the function share, unless his id is asked for, or nothing', async () => {
  const hashed = await told({})
  expect(hashed).toMatch(/^[0-9a-f]{16}$/)
  expect(await told({})).toBe(hashed)
  expect(await told({}, 'prices')).not.toBe(hashed)
  expect(await told({ THERMOCLINE_SALT: 'pepper' })).not.toBe(hashed)
  expect(await told({ THERMOCLINE_TENANT: 'raw' })).toBe('acme')
  expect(await told({ THERMOCLINE_TENANT: 'off' })).toBeUndefined()
})

async function told(env: Readonly<Record<string, string>>, name = 'orders'): Promise<unknown> {
  const source = `await wrap(async () => {})({}, context('r1', { tenantId: 'acme' }))`
  const ran = await runProgram(source, { env: { AWS_LAMBDA_FUNCTION_NAME: name, ...env } })
  return ran.spans.find(({ attributes }) => attributes['thermocline.start'])?.attributes[TENANT]
}
