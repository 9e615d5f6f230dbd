import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SDK_VERSION } from '../src/version.ts'
import { startCollector } from './collector.ts'
import { runProgram } from './program.ts'

// A leak of every kind, with a secret wherever a user's data may stand.
const SECRETS = `
  const all = []
  const byKey = new Map()
  const object = {}
  const nested = {}
  class ShopError extends Error {}
  const handler = wrap(async (event, context) => {
    all.push(event); byKey.set('SECRET-key-' + event.n, 'SECRET-value'); object['SECRET-name-' + event.n] = 'SECRET-value'
    nested.SECRETbucket ??= []; nested[['SECRET', 'tenant'].join('')] ??= []; nested[['SECRET', 'tenant'].join('')].push(event)
    setInterval(() => 'SECRET', 60_000)
    if (event.n % 3 === 0) throw Object.assign(new ShopError('SECRET message'), { name: 'SECRET-errorname', code: 'SECRET-code' })
    if (event.n % 3 === 1) throw 'SECRET text'
    return { statusCode: 200, body: 'SECRET body', headers: { 'x-SECRET': 'SECRET' } }
  })
  for (let n = 0; n < 70; n++) {
    const event = {
      n, httpMethod: 'SECRET', path: '/SECRET', resource: '/orders/{id}', requestContext: { accountId: 'SECRET' },
      headers: { authorization: 'SECRET', traceparent: 'SECRET' }, queryStringParameters: { SECRET: 'SECRET' }, body: 'SECRET',
    }
    const more = { clientContext: { SECRET: 'SECRET' }, identity: 'SECRET', tenantId: 'SECRET-tenant' }
    await handler(event, context('r' + n, more)).catch(() => {})
  }
  process.exit()
`
const env = { MY_PASSWORD: 'SECRET-env', AWS_SECRET_ACCESS_KEY: 'SECRET-aws', THERMOCLINE_LEAKS: 'every' }

test('no byte that is exported holds a value, a key or a message of the user’s: log', async () => {
  const { lines, stderr, spans } = await runProgram(SECRETS, { env })
  const exported =
    lines.map(({ d }) => Buffer.from(d, 'base64').toString('latin1')).join('') +
    JSON.stringify(lines) +
    stderr
  expect(
    spans
      .filter(({ name }) => name === 'thermocline.finding')
      .map(({ attributes }) => attributes['thermocline.finding.name']),
  ).toEqual(expect.arrayContaining(['all', 'byKey', 'object', 'nested[*]', 'setInterval']))
  expect(exported).toContain('ShopError')
  expect(exported).not.toContain('SECRET')
})

test('no byte that is exported holds a value, a key or a message of the user’s: otlp', async () => {
  const collector = await startCollector()
  await runProgram(SECRETS, { env: { ...env, THERMOCLINE_ENDPOINT: collector.url } })
  expect(collector.requests).toHaveLength(70)
  expect(JSON.stringify(collector.requests)).not.toContain('SECRET')
})

test('the SDK tells its own version', () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  expect(manifest).toMatchObject({ version: SDK_VERSION })
})
