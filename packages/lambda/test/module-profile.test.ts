import { expect, test } from 'vitest'
import { runProgram } from './program.ts'

const SPIN = 'const end = Date.now() + 12; while (Date.now() < end);'

const FILES = {
  'orders.cjs': `require('./prices.cjs'); ${SPIN}`,
  'prices.cjs': `require('./quick.cjs'); ${SPIN}`,
  'quick.cjs': '',
  'lazy.cjs': SPIN,
}

test('modules that take their time are told, each under the one that asked for it, with its own time and size', async () => {
  const { spans } = await runProgram(
    `require('./orders.cjs'); await wrap(async () => {})({}, context('r1'))`,
    { format: 'cjs', files: FILES },
  )
  const modules = spans.filter(({ name }) => name === 'thermocline.module')
  const init = spans.find(({ name }) => name === 'init')
  expect(modules.map(({ attributes }) => attributes['thermocline.module.name'])).toEqual([
    'orders.cjs',
    'prices.cjs',
  ])
  expect(modules.map(({ parent }) => parent)).toEqual([init?.spanId, modules[0]?.spanId])
  const [orders, prices] = modules
  expect(orders?.attributes).toMatchObject({ 'thermocline.module.bytes': FILES['orders.cjs'].length })
  const self = modules.map(({ attributes }) => Number(attributes['thermocline.module.self_ms']))
  const whole = modules.map(({ startMs, endMs }) => endMs - startMs)
  expect(whole[0]).toBeCloseTo((self[0] ?? 0) + (whole[1] ?? 0), 0)
  expect(self[1]).toBeGreaterThanOrEqual(11)
  expect(prices?.startMs).toBeGreaterThanOrEqual(init?.startMs ?? Infinity)
})

test('a module that the handler loads is told under the invocation that waited for it, once', async () => {
  const { spans, roots } = await runProgram(
    `
    const handler = wrap(async () => { require('./lazy.cjs') })
    await handler({}, context('r1')); await handler({}, context('r2'))
    `,
    { format: 'cjs', files: FILES },
  )
  const modules = spans.filter(({ name }) => name === 'thermocline.module')
  expect(modules.map(({ parent, attributes }) => [parent, attributes['thermocline.module.name']])).toEqual([
    [roots[0]?.spanId, 'lazy.cjs'],
  ])
})

test('a package is named by its own name, and ES modules are told where they are asked for', async () => {
  const files = { 'big.mjs': `export default '${'x'.repeat(3_000_000)}'` }
  const source = `await import('./big.mjs'); await wrap(async () => {})({}, context('r1'))`
  const env = { THERMOCLINE_INIT_PROFILE: 'all' }
  const { spans } = await runProgram(`wrap(() => {}); ${source}`, { files, env })
  const bare = await runProgram(source, { files })
  const names = (all: typeof spans) =>
    all.map(({ attributes }) => attributes['thermocline.module.name']).filter((name) => name !== undefined)
  expect([names(spans), names(bare.spans)]).toEqual([['big.mjs'], []])
})

test('off is off', async () => {
  const { spans } = await runProgram(
    `require('./orders.cjs'); await wrap(async () => {})({}, context('r1'))`,
    {
      format: 'cjs',
      files: FILES,
      env: { THERMOCLINE_INIT_PROFILE: 'off' },
    },
  )
  expect(spans.map(({ name }) => name)).toEqual(['init', 'orders'])
})
