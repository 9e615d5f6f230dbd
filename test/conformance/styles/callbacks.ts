import { cases, cjs, esm, type Style } from '../style.ts'
import { known, LATE_STACK } from './reasons.ts'

// Answers by callback and by the context, which Node 22's runtime is the last to take.

const CALLBACK_CASES = `
// Ours are among the frames of an error that the runtime makes while it is called back: there is room for all.
Error.stackTraceLimit = 50
const circular = {}
circular.self = circular
const CASES = {
  value: (context, callback) => callback(null, { n: 1 }),
  nothing: (context, callback) => callback(),
  undefinedError: (context, callback) => callback(undefined, 'a value'),
  error: (context, callback) => callback(new RangeError('called back')),
  text: (context, callback) => callback('a text'),
  empty: (context, callback) => callback('', 'an empty text is an error'),
  no: (context, callback) => callback(false, 'false is an error'),
  object: (context, callback) => callback({ code: 7 }),
  both: (context, callback) => callback(new Error('wins'), 'a value'),
  later: (context, callback) => void setTimeout(callback, 5, null, 'later'),
  laterError: (context, callback) => void setTimeout(callback, 5, new Error('later')),
  twice: (context, callback) => { callback(null, 'first'); callback(null, 'second') },
  twiceLater: (context, callback) => { callback(null, 'first'); setTimeout(callback, 5, new Error('second')) },
  errorTwice: (context, callback) => { callback(new Error('first')); callback(new Error('second')) },
  gives: (context, callback) => { console.log([callback(null, 'gives nothing'), callback.length, callback.name.length, typeof callback]) },
  returns: (context, callback) => { callback(null, 'called back'); return 'returned' },
  throws: () => { throw new RangeError('thrown') },
  throwsAfter: (context, callback) => { callback(null, 'called back'); throw new Error('thrown afterwards') },
  never: () => {},
  neverButReturns: () => 'returned',
  waits: (context, callback) => { setTimeout(() => console.log('the timer ran first'), 40); callback(null, 'waits') },
  hurries: (context, callback) => { context.callbackWaitsForEmptyEventLoop = false; callback(null, [context.callbackWaitsForEmptyEventLoop]) },
  circular: (context, callback) => { context.callbackWaitsForEmptyEventLoop = false; try { callback(null, circular) } catch (error) { console.log('caught ' + error.message); throw error } },
  circularWaits: (context, callback) => callback(null, { n: 10n }),
  done: (context) => context.done(null, 'done'),
  doneError: (context) => context.done(new Error('done')),
  succeed: (context) => context.succeed({ n: 2 }),
  succeedNothing: (context) => context.succeed(),
  fail: (context) => context.fail(new TypeError('failed')),
  failNothing: (context) => context.fail(),
  failText: (context) => context.fail('a text'),
  later2: (context) => void setTimeout(() => context.succeed('later'), 5),
  doneTwice: (context) => { context.done(null, 'first'); context.fail(new Error('second')) },
  doneThenCallback: (context, callback) => { context.done(null, 'done'); callback(null, 'called back') },
  callbackThenDone: (context, callback) => { callback(null, 'called back'); context.done(null, 'done') },
  detached: ({ succeed }) => succeed('detached'),
  destructured: ({ done, fail }) => void Promise.resolve().then(() => done(null, typeof fail)),
  insidePromise: (context, callback) => void Promise.resolve().then(() => callback(null, 'in a promise')),
  tick: (context, callback) => process.nextTick(callback, null, 'tick'),
  ordinary: (context, callback) => callback(null, 'as usual'),
}
`
const OTLP = { ways: ['otlp'] } as const
const NAMES = [...CALLBACK_CASES.matchAll(/^ {2}(\w+): /gm)].map((match) => match[1] ?? '')

export const CALLBACK_STYLES: readonly Style[] = [
  {
    name: 'callback',
    nodes: ['22'],
    ...cjs(
      `${CALLBACK_CASES}exports.handler = wrap((event, context, callback) => CASES[event.case](context, callback))`,
    ),
    // A callback that is handed a circular value throws in a place of its own, where it may end the process.
    events: cases(...NAMES.filter((name) => !name.startsWith('circular') && name !== 'throwsAfter')),
    known: known(LATE_STACK, ['lines'], OTLP),
  },
  {
    name: 'callback-throws-after',
    nodes: ['22'],
    ...cjs(
      `${CALLBACK_CASES}exports.handler = wrap((event, context, callback) => CASES[event.case](context, callback))`,
    ),
    events: cases('throwsAfter'),
  },
  {
    name: 'callback-circular',
    nodes: ['22'],
    ...cjs(
      `${CALLBACK_CASES}exports.handler = wrap((event, context, callback) => CASES[event.case](context, callback))`,
    ),
    events: cases('circular'),
    known: known(LATE_STACK, ['answer', 'lines'], OTLP),
  },
  {
    name: 'callback-circular-waits',
    nodes: ['22'],
    ...cjs(
      `${CALLBACK_CASES}exports.handler = wrap((event, context, callback) => CASES[event.case](context, callback))`,
    ),
    events: cases('circularWaits'),
  },
  {
    name: 'callback-json',
    nodes: ['22'],
    ...cjs(
      `${CALLBACK_CASES}exports.handler = wrap((event, context, callback) => CASES[event.case](context, callback))`,
    ),
    events: cases('value', 'error', 'text', 'twice', 'later'),
    known: known(LATE_STACK, ['lines'], OTLP),
    settings: { logFormat: 'JSON' },
  },
  {
    name: 'callback-esm',
    nodes: ['22'],
    ...esm(
      `${CALLBACK_CASES}export const handler = wrap(function (event, context, callback) { return CASES[event.case](context, callback) })`,
    ),
    events: cases('value', 'later', 'error', 'never', 'hurries'),
  },
  {
    name: 'callback-stack-limit',
    nodes: ['22'],
    ...cjs(`
    const answer = (context) => context.fail('a text, of which the runtime makes an error')
    exports.handler = wrap((event, context) => answer(context))`),
    known: [
      {
        facet: 'lines',
        reason:
          'An error that the runtime makes inside context.fail has our frames among the ten that V8 keeps, and so loses the outermost of the function.',
      },
    ],
  },
  {
    name: 'callback-rest',
    nodes: ['22'],
    ...cjs(
      `exports.handler = wrap((...args) => { args[2](null, [args.length, typeof args[1], args[2].length]) })`,
    ),
  },
  {
    name: 'callback-arguments',
    nodes: ['22'],
    ...cjs(
      `exports.handler = wrap(function () { arguments[2](null, [arguments.length, this === undefined, typeof this]) })`,
    ),
  },
  {
    name: 'callback-left-timer',
    nodes: ['22'],
    ...cjs(`
    exports.handler = wrap((event, context, callback) => {
      context.callbackWaitsForEmptyEventLoop = false
      setTimeout(() => console.log('left by ' + event.n), 300)
      if (event.n === 1) callback(null, 'hurries')
      else setTimeout(() => callback(null, 'waited'), 600)
    })`),
  },
  {
    name: 'callback-and-async',
    nodes: ['22'],
    ...cjs(`
    exports.handler = wrap(async (event, context, callback) => {
      if (event.n === 1) callback(null, 'called back')
      if (event.n === 2) { await null; callback(new Error('called back')) }
      return 'returned ' + event.n
    })`),
  },
  {
    name: 'callback-context-kept',
    nodes: ['22'],
    ...cjs(`
    let old
    exports.handler = wrap((event, context, callback) => {
      if (old) old.succeed('an answer for the invocation before')
      old = context
      setTimeout(() => callback(null, event.n), 5)
    })`),
  },
  {
    name: 'callback-kept',
    nodes: ['22'],
    ...cjs(`
    let old
    exports.handler = wrap((event, context, callback) => {
      if (old) old(null, 'an answer for the invocation before')
      old = callback
      setTimeout(() => callback(null, event.n), 5)
    })`),
  },
  {
    name: 'callback-hangs',
    nodes: ['22'],
    ...cjs(`
    exports.handler = wrap((event, context, callback) => {
      if (event.n === 1) return setInterval(() => {}, 50) && undefined
      callback(null, 'fine')
    })`),
    perhapsUntold: [1],
    settings: { timeoutMs: 2500 },
  },
  {
    name: 'callback-frozen-context',
    nodes: ['22'],
    ...cjs(`
    exports.handler = wrap((event, context, callback) => {
      Object.freeze(context)
      if (event.n === 1) context.succeed('frozen')
      else callback(null, Object.isFrozen(context))
    })`),
  },
  {
    name: 'callback-context-methods-replaced',
    nodes: ['22'],
    ...cjs(`
    exports.handler = wrap((event, context, callback) => {
      const { succeed } = context
      context.succeed = (value) => succeed({ changed: value })
      context.succeed(event.n)
    })`),
  },
  {
    name: 'callback-promisified',
    nodes: ['22'],
    ...cjs(`
    const inner = (event, context, callback) => setTimeout(callback, 2, event.n === 2 ? new Error('inner') : null, event)
    exports.handler = wrap((event, context) => new Promise((resolve, reject) => {
      inner(event, context, (error, value) => (error ? reject(error) : resolve(value)))
    }))`),
  },
  {
    name: 'context-promise',
    nodes: ['22'],
    ...cjs(`
    exports.handler = wrap(async (event, context) => {
      if (event.n === 1) context.succeed('by the context')
      return 'by the promise'
    })`),
  },
]
