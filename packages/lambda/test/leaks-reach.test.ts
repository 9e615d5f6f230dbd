import { expect, test } from 'vitest'
import { findings, invoking, leaking, names } from './leaking.ts'

test('a variable that its declaration never reached does not blind the look', async () => {
  const ran = await leaking(
    `const leak = []
    function make(given) { const get = () => late; if (!given) return get; const late = []; return get }
    const get = make(false)`,
    'leak.push(event); if (event.n < 0) get()',
  )
  expect(ran.stderr).toBe('')
  expect(names(ran)).toEqual(['leak'])
})

test('behind a bound handler both its variables and what it is bound to are seen', async () => {
  const ran = await invoking(
    `const orders = []
class Shop {
  items = []
  async handle(event) { this.items.push(event); orders.push(event) }
}
const shop = new Shop()
const handler = wrap(shop.handle.bind(shop))`,
    40,
  )
  expect(findings(ran)).toMatchObject([
    { name: 'Shop.items', location: expect.stringMatching(/^index\.mjs:\d+$/) },
    { name: 'orders' },
  ])
})

test.each<[string, string, string, string]>([
  ['a list two levels in', 'const state = { a: { b: [] } }', 'state.a.b.push(event)', 'state.a.b'],
  [
    'a list in a map of few keys',
    `const m = new Map([['list', []]])`,
    `m.get('list').push(event)`,
    "m.get('list')",
  ],
  [
    'a list in a map under a key that is no text',
    `const key = {}; const m = new Map([[key, []]])`,
    `m.get(key).push(event)`,
    'm[*]',
  ],
])('growth is found in %s', async (_name, before, body, name) => {
  expect(names(await leaking(before, body))).toEqual([name])
})

test('what a CommonJS module exports by name is seen', async () => {
  const ran = await leaking('exports.cache = []', 'exports.cache.push(event)', { format: 'cjs' })
  expect(names(ran)).toEqual(['exports.cache'])
})
