import { expect, test } from 'vitest'
import { findings, invoking, leaking } from './leaking.ts'
import type { Ran } from './program.ts'

// What grows where no variable shows it: a chain of objects, modules that are loaded from texts.

const facts = (ran: Ran): unknown[] =>
  findings(ran).map(({ kind, class: of, name, severity }) => [kind, of, name, severity])

const CHAIN = 'let newest = null'
const LINK = `newest = { before: newest, text: Array.from({ length: 3000 }, (_, i) => i + event.n * 0.5) }`

test(
  'a heap that grows by a chain of objects is told, at every invocation',
  { timeout: 30_000 },
  async () => {
    expect(facts(await leaking(CHAIN, LINK, { invocations: 100 }))).toEqual([
      ['heap_trend', 'growth', expect.stringMatching(/^(?:heap|import)$/), 'medium'],
    ])
  },
)

test('so are modules that are made from texts', { timeout: 30_000 }, async () => {
  const body = `
    const code = 'export default ' + JSON.stringify('x'.repeat(20000) + event.n)
    return (await import('data:text/javascript,' + encodeURIComponent(code))).default.length`
  expect(facts(await leaking('', body, { invocations: 100 }))).toEqual([
    ['heap_trend', 'growth', expect.stringMatching(/^(?:heap|import)$/), 'medium'],
  ])
})

test('in production it is told after some collections', { timeout: 60_000 }, async () => {
  const ran = await invoking(
    `${CHAIN}
    const handler = wrap(async (event) => {
      newest = { before: newest, text: Array.from({ length: 500 }, (_, i) => i + event.n * 0.5) }
      // A heap that is far from its limit is collected as a whole once in some thousand invocations.
      if (event.n % 60 === 0) gc()
      await new Promise(setImmediate)
    })`,
    3000,
    { env: { THERMOCLINE_LEAKS: 'sampled' }, nodeFlags: ['--expose-gc'] },
  )
  expect(facts(ran)).toEqual([['heap_trend', 'growth', 'heap', expect.any(String)]])
})

test.each([
  ['garbage', '', 'return Array.from({ length: 30000 }, (_, i) => i + event.n).length'],
  ['a buffer that is used again', 'const scratch = new Float64Array(100000)', 'scratch.fill(event.n)'],
  [
    'a cache that is full soon',
    'const pages = new Map()',
    'pages.set(event.n % 5, new Array(20000).fill(event.n + 0.5))',
  ],
])('%s is none', { timeout: 30_000 }, async (_what, before, body) => {
  // The runtime's own turn, or all that was looked at is kept to the end.
  const turn = 'await new Promise(setImmediate);'
  expect(facts(await leaking(before, `${turn} ${body}`, { invocations: 100 }))).toEqual([])
})

test('growth that has a name is told by that alone', { timeout: 30_000 }, async () => {
  const ran = await leaking('const all = []', 'all.push(new Array(3000).fill(event.n + 0.5))', {
    invocations: 100,
  })
  expect(new Set(findings(ran).map(({ kind }) => kind))).toEqual(new Set(['module_variable']))
})
