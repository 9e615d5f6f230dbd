import { expect, test } from 'vitest'
import { findings, leaking } from './leaking.ts'

const LRU = `export class Lru {
  constructor(most) { this.most = most; this.map = new Map() }
  set(key, value) {
    this.map.delete(key)
    this.map.set(key, value)
    if (this.map.size > this.most) this.map.delete(this.map.keys().next().value)
  }
}
export class LruMap extends Map {
  set(key, value) {
    if (this.size >= 100) this.delete(this.keys().next().value)
    return super.set(key, value)
  }
}`

test.each<[string, string, string]>([
  [
    'an LRU class of another module',
    `import { Lru } from './lru.mjs'; const cache = new Lru(100)`,
    'cache.set(event.id, 1)',
  ],
  [
    'a map class of another module that bounds itself',
    `import { LruMap } from './lru.mjs'; const cache = new LruMap()`,
    'cache.set(event.id, 1)',
  ],
  [
    'a map that a helper keeps small under another name',
    `const sessions = new Map()
    function evict(map, most) { while (map.size > most) map.delete(map.keys().next().value) }`,
    'sessions.set(event.id, 1); evict(sessions, 60)',
  ],
  ['a ring by index', 'const ring = []; let at = 0', 'ring[at++ % 100] = event'],
  ['the last fifty, cut off a copy', 'let recent = []', 'recent = [...recent, event].slice(-50)'],
  [
    'a batch that another function sends at forty',
    'let batch = []; async function send() { batch = [] }',
    'batch.push(event); if (batch.length === 40) await send()',
  ],
  [
    'a buffer of an instance that is made anew',
    'class Buffered { items = []; add(x) { this.items.push(x); if (this.items.length > 80) this.items = [] } }; const b = new Buffered()',
    'b.add(event)',
  ],
  [
    'few keys, each with a bounded list',
    `const byKind = new Map([['a', []]])`,
    `const list = byKind.get('a'); list.push(event); if (list.length > 70) list.shift()`,
  ],
])('%s stays silent', async (_name, before, body) => {
  const ran = await leaking(before, body, { invocations: 130, files: { 'lru.mjs': LRU } })
  expect(findings(ran)).toEqual([])
})

const cache = (most: number): Promise<unknown[]> =>
  leaking(
    'const lru = new Map()',
    `for (let i = 0; i < 3; i++) lru.set(event.id + i, 1); while (lru.size > ${most}) lru.delete(lru.keys().next().value)`,
    { invocations: 1050 },
  ).then(findings)

test(
  'a large cache that evicts stays silent; far beyond, where code takes entries out, the word is a low one',
  { timeout: 60_000 },
  async () => {
    expect(await cache(1500)).toEqual([])
    expect(await cache(1e9)).toMatchObject([{ name: 'lru', severity: 'low', confidence: 0.47 }])
  },
)
