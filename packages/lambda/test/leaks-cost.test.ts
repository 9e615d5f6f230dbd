import { expect, test } from 'vitest'
import { boundingOf } from '../src/leaks/variables/bounding.ts'
import { createRuler } from '../src/leaks/variables/measure.ts'
import { invoking } from './leaking.ts'
import { runProgram } from './program.ts'

function dictionary(keys: number): Record<string, number> {
  const made: Record<string, number> = {}
  for (let i = 0; i < keys; i += 1) made[`k${i}`] = i
  return made
}

/** How often a value's keys were listed while the work was done; a proxy cannot be asked, so `Object` is. */
function listings(value: object, work: () => void): number {
  const originals = [Object.keys, Object.getOwnPropertyNames] as const
  let count = 0
  const counting =
    (original: (subject: object) => string[]) =>
    (subject: object): string[] => {
      if (subject === value) count += 1
      return original(subject)
    }
  Object.keys = counting(originals[0])
  Object.getOwnPropertyNames = counting(originals[1])
  try {
    work()
  } finally {
    ;[Object.keys, Object.getOwnPropertyNames] = originals
  }
  return count
}

function look(value: object, hurried: boolean, times = 1): number {
  const ruler = createRuler()
  return listings(value, () => {
    for (let i = 0; i < times; i += 1) {
      ruler.begin(hurried)
      ruler.measure(['value'], value)
    }
  })
}

test('an object of many keys is listed once in the process, a smaller one once a look', () => {
  expect(look(dictionary(6000), false, 5)).toBe(1)
  expect(look(dictionary(4000), false, 5)).toBe(5)
})

test('where a caller waits, an object is not listed while it may be a large one', () => {
  const large = dictionary(200_000)
  expect(look(large, true, 5)).toBe(0)
  expect(look(large, false)).toBe(1)
})

test('what a String object, a buffer, a long list or a large map hold is not listed', () => {
  const long = Array.from({ length: 1000 }, (_, index) => index)
  for (const value of [Object('x'.repeat(1000)), Buffer.alloc(1000), long, new Map(long.map((n) => [n, n]))])
    expect(look(value, false)).toBe(0)
})

test('the looks keep nothing of keys that are gone', { timeout: 20_000 }, async () => {
  const ran = await invoking(
    `const recent = {}
    const order = []
    let n = 0
    const handler = wrap(async ({ id }) => {
      recent[id] = [id]
      if (order.push(id) > 20) delete recent[order.shift()]
      await new Promise(setImmediate)
      if (++n % 400 === 0) { gc(); print(process.memoryUsage().heapUsed) }
    })`,
    1600,
    { nodeFlags: ['--expose-gc'] },
  )
  const [early = 0, , , late = Infinity] = ran.printed as number[]
  // Each key that stayed took 2.4 kB: 3 MB.
  expect(late - early).toBeLessThan(1_000_000)
})

test('the looks keep nothing of handlers that are gone', { timeout: 20_000 }, async () => {
  const ran = await invoking(
    `const kept = [1]
    let n = 0
    const handler = async (event, aws) => {
      await wrap(async () => kept.length + n)(event, aws)
      await new Promise(setImmediate)
      if (++n % 250 === 0) { gc(); print(process.memoryUsage().heapUsed) }
    }`,
    1000,
    { nodeFlags: ['--expose-gc'] },
  )
  const [early = 0, , , late = Infinity] = ran.printed as number[]
  // Each explorer that stayed took 2.8 kB: 2 MB.
  expect(late - early).toBeLessThan(800_000)
})

test('a long literal in the user’s code is read at once', () => {
  // Where each of its characters begins another search to its end, this takes minutes and the test runs out of time.
  const text = `const data = "${'ab12'.repeat(100_000)}"; const orders = []; keep(orders)`
  expect(boundingOf(text, 'orders', false)).toBe('none')
  expect(boundingOf(`${text}; function keep(list) { list.pop() }`, 'orders', false)).toBe('loose')
})

test('a span says what a look took, where there was one', async () => {
  const { roots } = await invoking(`const handler = wrap(async () => {})`, 60, {
    env: { THERMOCLINE_LEAKS: 'sampled' },
  })
  const looks = roots.flatMap(({ attributes }, index) => {
    const took = attributes['thermocline.sdk.look_us']
    return took === undefined ? [] : [[index + 1, Number(took) > 0]]
  })
  expect(looks.slice(0, 2)).toEqual([
    [1, true],
    [2, true],
  ])
  expect(looks.length).toBeLessThan(16)
})

test.each(['sampled', 'every'])('the looks keep no event and no context alive: %s', async (leaks) => {
  const ran = await runProgram(
    `const kept = []
const handler = wrap(async (event) => ({ n: event.n }))
async function invoke(n) {
  const [event, given] = [{ n, body: { items: new Array(1000).fill(n) } }, context('r' + n)]
  kept.push(new WeakRef(event), new WeakRef(event.body), new WeakRef(given))
  await handler(event, given)
}
for (let n = 0; n < 120; n++) {
  await invoke(n)
  await new Promise(setImmediate)
}
for (let i = 0; i < 5; i++) {
  await new Promise((done) => setTimeout(done, 10))
  gc()
}
print(kept.filter((one) => one.deref()).length)
process.exit()`,
    { nodeFlags: ['--expose-gc'], env: { THERMOCLINE_LEAKS: leaks } },
  )
  expect(ran.printed).toEqual([0])
})
