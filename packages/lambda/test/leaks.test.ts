import { expect, test } from 'vitest'
import { findings, leaking, names } from './leaking.ts'
import { type Ran, runProgram } from './program.ts'

/** Where a text stands in the program: the lines that come before it are the helper's. */
const lineOf = (ran: Ran, text: string): unknown => ran.printed[0] ?? text

test.each(['mjs', 'cjs'] as const)(
  'a module array that grows with every invocation is named with file and line (%s)',
  async (format) => {
    const ran = await leaking(
      `print(new Error().stack.match(/index\\.\\w+:(\\d+)/)[0]); const orders = []`,
      `orders.push(event)`,
      { format },
    )
    expect(findings(ran)).toEqual([
      {
        key: expect.stringMatching(/^[0-9a-f]{16}$/),
        kind: 'module_variable',
        class: 'growth',
        severity: 'medium',
        name: 'orders',
        location: lineOf(ran, 'orders'),
        confidence: 0.92,
        size_first: 1,
        size: 30,
        invocations: 30,
      },
    ])
    const finding = ran.spans.find(({ name }) => name === 'thermocline.finding')
    const seenBy = ran.roots.find(({ spanId }) => spanId === finding?.parent)
    const camefrom = ran.roots.find(({ spanId }) => spanId === finding?.links[0])
    expect([seenBy, camefrom].map((root) => root?.attributes['faas.invocation.id'])).toEqual(['r29', 'r0'])
  },
)

test.each<[string, string, string, string]>([
  ['a map by request id', 'const byId = new Map()', 'byId.set(event.id, event)', 'byId'],
  ['a set', 'const ids = new Set()', 'ids.add(event.id)', 'ids'],
  ['an object used as a map', 'const cache = {}', 'cache[event.id] = event', 'cache'],
  ['an object made anew each time', 'let all = {}', 'all = { ...all, [event.id]: 1 }', 'all'],
  ['an array made anew each time', 'let all = []', 'all = [...all, event]', 'all'],
  [
    'a static field',
    'class Registry { static entries = [] }',
    'Registry.entries.push(event)',
    'Registry.entries',
  ],
  [
    'a field of an instance',
    'class Store { items = []; add(x) { this.items.push(x) } }; const store = new Store()',
    'store.add(event)',
    'store.items',
  ],
  ['a member of an object', 'const state = { requests: [] }', 'state.requests.push(event)', 'state.requests'],
  [
    'a variable behind a function',
    'const add = (() => { const hidden = []; return (x) => hidden.push(x) })()',
    'add(event)',
    'hidden',
  ],
  [
    'a default value that is kept',
    'const shared = []; const keep = (x, list = shared) => list.push(x)',
    'keep(event)',
    'shared',
  ],
])('growth is found in %s', async (_name, before, body, name) => {
  expect(names(await leaking(before, body))).toEqual([name])
})

test.each<[string, string, string]>([
  [
    'a bounded LRU',
    'const lru = new Map()',
    'lru.set(event.id, 1); if (lru.size > 200) lru.delete(lru.keys().next().value)',
  ],
  ['a ring of the last requests', 'const ring = []', 'ring.push(event); if (ring.length > 20) ring.shift()'],
  [
    'a batch that is sent when full',
    'let batch = []',
    'batch.push(event); if (batch.length === 7) batch = []',
  ],
  ['a cache of few keys', 'const byKind = new Map()', 'byKind.set(event.n % 20, event)'],
  ['a cache that fills and stays', 'const seen = new Set()', 'if (event.n < 25) seen.add(event.id)'],
  [
    'settings with a time to live',
    'const config = { value: null, until: 0 }',
    'config.value = { ...event }; config.until = Date.now()',
  ],
  [
    'a cache that is swept',
    'const ttl = new Map()',
    'if (event.n % 25 === 24) ttl.clear(); ttl.set(event.id, 1)',
  ],
  [
    'per-invocation state',
    'const unrelated = [1, 2, 3]',
    'const local = []; local.push(event); return unrelated.length',
  ],
])('%s stays silent', async (_name, before, body) => {
  expect(findings(await leaking(before, body, { invocations: 120 }))).toEqual([])
})

test('a text that each request adds to is named; one that is begun anew is not', async () => {
  const rows = 'let csv = `id;user\n`'
  const adding = 'csv += `${event.n};${event.id}\n`'
  expect(names(await leaking(rows, adding))).toEqual(['csv'])
  expect(names(await leaking(rows, `${adding}; if (csv.length > 2000) csv = ''`))).toEqual([])
})

test('a variable in another module is named where it is declared, not where it is imported', async () => {
  const files = {
    'store.mjs': `\n\nexport const kept = new Map()\nexport const keep = (x) => kept.set(x.id, x)\n`,
  }
  const ran = await leaking(`import { kept, keep } from './store.mjs'`, 'keep(event); return kept.size', {
    files,
  })
  expect(findings(ran)).toMatchObject([{ name: 'kept', location: 'store.mjs:3' }])
})

test('a finding is sent again when it has doubled, not at each invocation, under the same key', async () => {
  const ran = await leaking('const orders = []', 'orders.push(event)', { invocations: 150 })
  const seen = findings(ran)
  expect(seen.map(({ size }) => size)).toEqual([30, 61, 125])
  expect(new Set(seen.map(({ key }) => key)).size).toBe(1)
})

test('the key of a finding does not move with the line', async () => {
  const one = await leaking('const orders = []', 'orders.push(event)')
  const two = await leaking('\n\n\nconst orders = []', 'orders.push(event)')
  const [a, b] = [findings(one)[0], findings(two)[0]]
  expect(a?.['key']).toBe(b?.['key'])
  expect(a?.['location']).not.toBe(b?.['location'])
})

test('timers that each invocation leaves running are named by the line that starts them', async () => {
  const ran = await leaking(
    `function poll() { print(new Error().stack.match(/index\\.\\w+:(\\d+)/)[0]); setInterval(() => {}, 60_000) }`,
    'poll()',
  )
  expect(findings(ran)).toMatchObject([
    {
      kind: 'timer',
      class: 'resource',
      name: 'setInterval in poll',
      location: lineOf(ran, 'poll'),
      severity: 'medium',
    },
  ])
})

test.each<[string, string]>([
  ['timers that are cleared', 'const timer = setInterval(() => {}, 60_000); clearInterval(timer)'],
  ['timers that do not keep the process', 'setTimeout(() => {}, 60_000).unref()'],
  ['timers that are over by the end', 'await new Promise((done) => setTimeout(done, 0))'],
])('%s stay silent', async (_name, body) => {
  expect(findings(await leaking('', body))).toEqual([])
})

test('one interval of the module stays silent', async () => {
  expect(findings(await leaking('setInterval(() => {}, 60_000)', ''))).toEqual([])
})

test('timers of a dependency are not the user’s', async () => {
  const ran = await leaking(
    `import { mkdirSync, writeFileSync } from 'node:fs'
    const folder = new URL('node_modules/dep/', import.meta.url)
    mkdirSync(folder, { recursive: true })
    writeFileSync(new URL('index.mjs', folder), 'export const tick = () => { setInterval(() => {}, 60000) }')
    const { tick } = await import(folder + 'index.mjs')`,
    'tick()',
  )
  expect(findings(ran)).toEqual([])
})

const growing = (leaks: string): Promise<Ran> =>
  leaking('const orders = []', 'orders.push(event)', {
    env: { THERMOCLINE_LEAKS: leaks },
    invocations: 30,
  })

test('leaks: off looks at nothing; sampled looks at few invocations, so a short run has no finding', async () => {
  const [off, sampled] = [await growing('off'), await growing('sampled')]
  expect([findings(off), findings(sampled)]).toEqual([[], []])
})

test('sampled finds the same in a longer run', async () => {
  const env = { THERMOCLINE_LEAKS: 'sampled' }
  const ran = await leaking('const orders = []', 'orders.push(event)', { env, invocations: 1000 })
  expect(names(ran)).toContain('orders')
})

test('with little time left nothing is looked at', async () => {
  const { spans } = await runProgram(
    `const orders = []
    const handler = wrap(async (event) => { orders.push(event) })
    for (let i = 0; i < 40; i++) await handler({}, context('r' + i, { getRemainingTimeInMillis: () => 90 }))`,
    { env: { THERMOCLINE_LEAKS: 'every' } },
  )
  expect(spans.filter(({ name }) => name === 'thermocline.finding')).toEqual([])
})

test('where the inspector is forbidden its detector is off with one word, and the rest goes on', async () => {
  const ran = await leaking('const orders = []', 'orders.push(event); setInterval(() => {}, 60_000)', {
    nodeFlags: ['--permission', '--allow-fs-read=*', '--allow-fs-write=*'],
  })
  expect(ran.stderr).toContain('thermocline: the detector module_variable is off: Error')
  expect(ran.roots).toHaveLength(40)
  expect(names(ran)).toEqual(['setInterval'])
})
