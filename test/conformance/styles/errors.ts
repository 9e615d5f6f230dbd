import { cases, esm, type Style } from '../style.ts'
import { HELD_BACK, known } from './reasons.ts'

// What a handler throws or rejects with.

const ERRORS = `
class OrderError extends Error { constructor(message, code) { super(message); this.code = code } }
class Named extends Error { name = 'Orders.Named' }
const circular = { name: 'circular' }
circular.self = circular
const getters = (name) => Object.defineProperty(new Error('shown'), name, { get() { throw new TypeError(name + ' of mine') } })
const ERRORS = {
  error: () => new Error('plain'), subclass: () => new OrderError('with code', 'E_ORDER'), named: () => new Named('named'),
  string: () => 'a text', empty: () => '', number: () => 42, zero: () => 0, no: () => false,
  null: () => null, undefined: () => undefined,
  object: () => ({ name: 'Shaped', message: 'like an error', stack: 'Shaped: like an error' }), plainObject: () => ({ a: 1 }),
  circular: () => circular, circularError: () => Object.assign(new Error('circular'), { circular }),
  frozen: () => Object.freeze(new Error('frozen')), sealed: () => Object.seal(new RangeError('sealed')),
  message: () => getters('message'), stack: () => getters('stack'), nameGetter: () => getters('name'), constructorGetter: () => getters('constructor'),
  cause: () => new Error('outer', { cause: new RangeError('inner') }),
  aggregate: () => new AggregateError([new Error('one'), new TypeError('two')], 'several'),
  del: () => new Error('a \\x7f in it'), abort: () => AbortSignal.abort().reason, lines: () => new Error('one\\ntwo\\n    at nowhere'),
  noStack: () => Object.assign(new Error('no stack'), { stack: undefined }), bareError: () => Object.setPrototypeOf(new Error('bare'), null),
  proxy: () => new Proxy(new Error('proxied'), { get(target, name) { if (name === 'message') throw new Error('trap'); return target[name] } }),
  symbol: () => Symbol('thrown'), function: () => function thrown() {}, unicode: () => new Error('grün 水 🪣'), long: () => new Error('x'.repeat(5000)),
  http: () => ({ statusCode: 500 }),
}
async function deep(name, left) {
  if (left > 0) return deep(name, left - 1)
  await null
  throw ERRORS[name]()
}
function deepSync(name, left) {
  if (left > 0) return deepSync(name, left - 1)
  throw ERRORS[name]()
}
`
/** Of these Node 22's runtime makes no text, and throws. */
const NO_TEXT = ['bareError', 'symbol']
const NAMES = [
  ...new Set([...ERRORS.matchAll(/(?<=^ {2}|, )(\w+)(?=: \(\) =>)/gm)].map((match) => match[0])),
].filter((name) => !NO_TEXT.includes(name))

export const ERROR_STYLES: readonly Style[] = [
  {
    name: 'rejects',
    ...esm(
      `${ERRORS}export const handler = wrap(async (event) => { if (event.case !== 'ordinary') throw ERRORS[event.case](); return 'as usual' })`,
    ),
    events: cases(...NAMES),
  },
  {
    name: 'rejects-no-text',
    ...esm(
      `${ERRORS}export const handler = wrap(async (event) => { if (event.case !== 'ordinary') throw ERRORS[event.case](); return 'as usual' })`,
    ),
    events: cases(...NO_TEXT),
    known: [...known(HELD_BACK, ['roots'], { nodes: ['24'], ways: ['extension'] })],
  },
  {
    name: 'throws-no-text',
    unheld: true,
    ...esm(
      `${ERRORS}export const handler = wrap((event) => { if (event.case !== 'ordinary') throw ERRORS[event.case](); return 'as usual' })`,
    ),
    events: cases(...NO_TEXT),
    known: known(HELD_BACK, ['roots'], { ways: ['extension'] }),
  },
  {
    name: 'rejects-later',
    ...esm(`${ERRORS}export const handler = wrap(async function orders(event) {
      if (event.case === 'ordinary') return 'as usual'
      await new Promise((resolve) => setImmediate(resolve))
      await deep(event.case, 3)
    })`),
    events: cases('error', 'subclass', 'null', 'frozen', 'message'),
  },
  {
    name: 'throws',
    unheld: true,
    ...esm(
      `${ERRORS}export const handler = wrap((event) => { if (event.case !== 'ordinary') deepSync(event.case, 2); return 'as usual' })`,
    ),
    events: cases(...NAMES),
  },
  {
    name: 'rejected-promise',
    ...esm(
      `${ERRORS}export const handler = wrap((event) => event.case === 'ordinary' ? Promise.resolve('as usual') : Promise.reject(ERRORS[event.case]()))`,
    ),
    events: cases('error', 'string', 'null', 'undefined', 'circular', 'object'),
  },
  {
    name: 'errors-json',
    ...esm(
      `${ERRORS}export const handler = wrap(async (event) => { if (event.case !== 'ordinary') throw ERRORS[event.case](); return 'as usual' })`,
    ),
    events: cases('error', 'subclass', 'string', 'null', 'cause', 'aggregate', 'circularError', 'lines'),
    settings: { logFormat: 'JSON' },
  },
  {
    name: 'stack-overflow',
    ...esm(`
    const dive = (depth) => dive(depth + 1) + 1
    export const handler = wrap(async ({ n }) => (n === 1 ? dive(0) : 'dry'))`),
  },
  {
    name: 'stack-settings',
    ...esm(`
    Error.stackTraceLimit = 2
    const seen = () => ({ limit: Error.stackTraceLimit, own: Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace') ?? 'none' })
    const atLoad = seen()
    export const handler = wrap(async ({ n }) => {
      const before = seen()
      const frames = new Error('x').stack.split('\\n').filter((line) => line.includes(process.env.LAMBDA_TASK_ROOT)).length
      Error.stackTraceLimit = n === 1 ? Infinity : 'none'
      return { atLoad, before, frames, after: seen() }
    })`),
  },
  {
    name: 'prepare-stack-trace',
    ...esm(`
    let calls = 0
    Error.prepareStackTrace = (error, sites) => {
      calls += 1
      const own = sites.filter((site) => String(site.getFileName()).includes(process.env.LAMBDA_TASK_ROOT))
      return String(error) + '\\n' + own.map((site) => '    at <mine> (' + site.getFileName() + ':' + site.getLineNumber() + ')').join('\\n')
    }
    export const handler = wrap(async ({ n }) => {
      if (n === 2) throw new Error('prepared')
      return { stack: new Error('x').stack, calls }
    })`),
  },
  {
    name: 'error-has-stack',
    ...esm(`
    export const handler = wrap(async function orders({ n }) {
      const { stack } = new Error('here')
      if (n === 2) { const error = new Error('mine'); error.stack = 'rewritten'; throw error }
      return stack.split('\\n').filter((line) => line.includes(process.env.LAMBDA_TASK_ROOT)).length
    })`),
  },
]
