import { cases, cjs, esm, type Style } from '../style.ts'
import { known } from './reasons.ts'

// What a handler gives: values, promises, things that look like promises, and what no JSON can hold.

const ODD_VALUES = `
const circular = { name: 'circular' }
circular.self = circular
const VALUES = {
  undefined: undefined, null: null, zero: 0, minusZero: -0, nan: NaN, infinity: Infinity, empty: '', no: false, yes: true,
  list: [], object: {}, big: 12345678901234567890, text: 'grün 水 🪣 \\u0000 \\u2028 "', half: '\\ud83e',
  date: new Date(0), map: new Map([[1, 2]]), buffer: Buffer.from('bytes'), regexp: /x/, symbol: Symbol('x'),
  function: function named() {}, class: class Order {}, sparse: [1, , 3], holes: { a: undefined, b: () => {} },
  error: new RangeError('a value, not a failure'), toJSON: { toJSON: () => ({ said: 'so' }) },
  pending: { Status: 'PENDING' }, durable: { Status: 'SUCCEEDED', Result: '{"n":1}' }, bare: Object.create(null),
  ordinary: 'as usual',
}
const UNSAYABLE = {
  bigint: { n: 10n }, circular,
  toJSON: { toJSON() { throw new TypeError('toJSON of mine') } },
  getter: { get value() { throw new RangeError('getter of mine') } },
  proxy: new Proxy({}, { ownKeys() { throw new TypeError('trap of mine') } }),
  ordinary: 'as usual',
}
`
/** Of these JSON.stringify makes nothing, which is no answer. */
const NO_JSON = ['symbol', 'function', 'class']
const ODD_NAMES = [...ODD_VALUES.matchAll(/(?<=^ {2}|, )(\w+)(?=: )/gm)].map((match) => match[0])
const VALUE_NAMES = [...new Set(ODD_NAMES)].filter(
  (name) =>
    !NO_JSON.includes(name) &&
    /^(?!said|a$|b$|n$|self|Result|bigint|circular|proxy|getter|name$|ordinary)/.test(name),
)

/** A class whose instances are promises to look at, and resolve as they are told. */
const THENABLES = `
const later = (work) => setTimeout(work, 5)
const THENABLES = {
  atOnce: () => ({ then: (resolve) => resolve('at once') }),
  later: () => ({ then: (resolve) => later(() => resolve('later')) }),
  rejects: () => ({ then: (_, reject) => reject(new RangeError('rejected by a thenable')) }),
  rejectsLater: () => ({ then: (_, reject) => later(() => reject(new RangeError('rejected later'))) }),
  twice: () => ({ then: (resolve, reject) => { resolve('first'); resolve('second'); reject(new Error('third')) } }),
  chains: () => { const given = Promise.resolve('chained'); return { then: (...both) => given.then(...both) } },
  chainsFailure: () => { const given = Promise.reject(new RangeError('chained failure')); return { then: (...both) => given.then(...both) } },
  nested: () => ({ then: (resolve) => resolve(Promise.resolve('of a promise')) }),
  nestedThenable: () => ({ then: (resolve) => resolve({ then: (inner) => inner('of a thenable') }) }),
  nestedFailure: () => ({ then: (resolve) => resolve((async () => { await 0; throw new RangeError('of a promise') })()) }),
  throws: () => ({ then() { throw new RangeError('then threw') } }),
  throwsAfter: () => ({ then(resolve) { resolve('answered'); throw new RangeError('too late') } }),
  getter: () => ({ get then() { throw new TypeError('a getter that throws') } }),
  proxy: () => new Proxy({}, { get() { throw new TypeError('trap') } }),
  noFunction: () => ({ then: 'a word' }),
  function: () => Object.assign(() => {}, { then: (resolve) => resolve('of a function') }),
  subclass: () => class extends Promise {}.resolve('of a subclass'),
  ordinary: async () => 'as usual',
}
`
const NATIVE_PROMISE =
  "Node 22's runtime calls then(succeed, fail).catch(fail) on the thenable itself: one whose then gives nothing fails, and a value that is a promise is answered as {}. Wrapped it meets a real promise, that has catch and unwraps the value."
const LOOSE_THENABLES = ['later', 'rejectsLater', 'nested', 'nestedThenable']
const THENABLE_NAMES = [
  'atOnce',
  'rejects',
  'twice',
  'throws',
  'throwsAfter',
  'chains',
  'chainsFailure',
  'getter',
  'proxy',
  'noFunction',
  'subclass',
]

export const RESULTS: readonly Style[] = [
  { name: 'async', ...esm(`export const handler = wrap(async (event) => ({ event }))`) },
  {
    name: 'async-later',
    ...esm(`export const handler = wrap(async (event) => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    return { event }
  })`),
  },
  { name: 'async-cjs', ...cjs(`exports.handler = wrap(async (event) => ({ event }))`) },
  { name: 'sync', unheld: true, ...esm(`export const handler = wrap((event) => ({ event }))`) },
  { name: 'sync-nothing', unheld: true, ...esm(`export const handler = wrap(() => {})`) },
  {
    name: 'values-no-json',
    ...esm(`${ODD_VALUES}export const handler = wrap(async (event) => VALUES[event.case])`),
    events: cases(...NO_JSON),
  },
  {
    name: 'values-async',
    ...esm(`${ODD_VALUES}export const handler = wrap(async (event) => VALUES[event.case])`),
    events: cases(...VALUE_NAMES),
  },
  {
    name: 'values-sync',
    unheld: true,
    ...esm(`${ODD_VALUES}export const handler = wrap((event) => VALUES[event.case])`),
    events: cases(...VALUE_NAMES),
  },
  {
    name: 'unsayable-async',
    ...esm(`${ODD_VALUES}export const handler = wrap(async (event) => UNSAYABLE[event.case])`),
    events: cases('bigint', 'circular', 'toJSON', 'getter', 'proxy'),
  },
  {
    name: 'unsayable-sync',
    unheld: true,
    ...esm(`${ODD_VALUES}export const handler = wrap((event) => UNSAYABLE[event.case])`),
    events: cases('bigint', 'circular', 'toJSON', 'getter', 'proxy'),
  },
  {
    name: 'thenables',
    unheld: true,
    ...esm(`${THENABLES}export const handler = wrap((event) => THENABLES[event.case]())`),
    events: cases(...THENABLE_NAMES),
  },
  {
    // On Node 22 the bare runtime leaves such a promise to itself, which ends the process.
    name: 'thenable-of-a-promise-that-fails',
    nodes: ['24'],
    ...esm(`${THENABLES}export const handler = wrap((event) => THENABLES[event.case]())`),
    events: cases('nestedFailure', 'nested', 'nestedFailure'),
  },
  {
    name: 'thenable-function',
    unheld: true,
    ...esm(`${THENABLES}export const handler = wrap((event) => THENABLES[event.case]())`),
    events: cases('function'),
  },
  {
    name: 'thenables-loose',
    ...esm(`${THENABLES}export const handler = wrap((event) => THENABLES[event.case]())`),
    events: cases(...LOOSE_THENABLES),
    known: known(NATIVE_PROMISE, ['answer', 'lines'], { nodes: ['22'] }),
  },
  {
    name: 'async-generator',
    unheld: true,
    ...esm(`export const handler = wrap(async function* (event) { yield event; return 'returned' })`),
  },
  {
    name: 'generator',
    unheld: true,
    ...esm(`export const handler = wrap(function* (event) { yield event })`),
  },
  {
    name: 'huge',
    ...esm(`export const handler = wrap(async ({ length }) => 'x'.repeat(length))`),
    events: [
      { length: 5_900_000 },
      { length: 6_400_000 },
      { length: 10 },
      { length: 6_291_550 },
      { length: 1 },
    ],
  },
  {
    name: 'huge-unicode',
    ...esm(`export const handler = wrap(async ({ length }) => ({ body: '水'.repeat(length) }))`),
    events: [{ length: 1_966_000 }, { length: 2_200_000 }, { length: 1 }],
  },
  {
    name: 'events',
    ...esm(
      `export const handler = wrap(async (...args) => ({ event: args[0], kind: typeof args[0], count: args.length }))`,
    ),
    events: [
      null,
      0,
      -1,
      1.5,
      1e20,
      '',
      'grün 水 🪣 \u0000',
      false,
      true,
      [],
      [[]],
      {},
      { a: null },
      JSON.parse('{"constructor":1,"then":2}'),
      JSON.parse('{"__proto__":{"x":1}}'),
      { Records: [] },
      { Records: [null] },
      { requestContext: null },
      { headers: { traceparent: 1 } },
    ],
  },
  {
    name: 'event-huge',
    ...esm(`export const handler = wrap(async (event) => event.length)`),
    events: ['x'.repeat(5_900_000), 'y'],
  },
  {
    name: 'changes-event',
    ...esm(`
    let before
    export const handler = wrap(async (event) => {
      const same = before === event
      before = event
      event.changed = true
      delete event.n
      return { same, event, frozen: Object.isFrozen(event), extensible: Object.isExtensible(event) }
    })`),
  },
  {
    name: 'order',
    ...esm(`
    export const handler = wrap(async (event) => {
      setImmediate(() => console.log('immediate'))
      process.nextTick(() => console.log('tick'))
      queueMicrotask(() => console.log('microtask'))
      Promise.resolve().then(() => console.log('promise'))
      console.log('body')
      await null
      console.log('after await')
      process.nextTick(() => console.log('tick after await'))
      try { return event } finally { console.log('finally') }
    })`),
  },
  {
    name: 'order-sync',
    unheld: true,
    ...esm(`
    export const handler = wrap((event) => {
      setImmediate(() => console.log('immediate'))
      process.nextTick(() => console.log('tick'))
      Promise.resolve().then(() => console.log('promise'))
      console.log('body')
      return event
    })`),
  },
  {
    name: 'background',
    ...esm(`
    export const handler = wrap(async (event) => {
      setTimeout(() => console.log('left by ' + event.n), 300)
      if (event.n > 1) await new Promise((resolve) => setTimeout(resolve, 600))
      return event
    })`),
  },
  {
    name: 'caller-is-callee',
    ...esm(
      `
    const inner = wrap(async (event, context) => ({ ...event, inner: context.awsRequestId }))
    export const handler = wrap(async function outer(event, context) {
      return { ...(await inner(event, context)), again: (await outer.again(event, context)).inner }
    })
    handler.again = inner`.replace('outer.again', 'inner'),
    ),
  },
  { name: 'wrapped-twice', ...esm(`export const handler = wrap(wrap(wrap(async (event) => event)))`) },
]
