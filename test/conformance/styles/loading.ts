import { cjs, esm, type Style } from '../style.ts'
import { type Node } from '../../support/nodes.ts'
import { known } from './reasons.ts'

// How a handler is found: the module formats, names and shapes that compilers and people make.

/** A module that exports as esbuild does: getters that cannot be configured. */
const ESBUILD = `
var __defProp = Object.defineProperty
var __getOwnPropNames = Object.getOwnPropertyNames
var __export = (target, all) => { for (var name in all) __defProp(target, name, { get: all[name], enumerable: true }) }
var __copyProps = (to, from) => {
  for (let key of __getOwnPropNames(from)) if (!Object.hasOwn(to, key)) __defProp(to, key, { get: () => from[key], enumerable: true })
  return to
}
var __toCommonJS = (mod) => __copyProps(__defProp({}, '__esModule', { value: true }), mod)
var src_exports = {}
__export(src_exports, { handler: () => handler, other: () => other })
module.exports = __toCommonJS(src_exports)
var other = 'another export'
var handler = wrap(async (event) => ({ event, keys: Object.keys(module.exports) }))
0 && (module.exports = { handler })`

const TSC = `
"use strict"
Object.defineProperty(exports, "__esModule", { value: true })
exports.handler = void 0
const handler = async (event) => ({ event, keys: Object.keys(exports) })
exports.handler = wrap(handler)`

const ARITIES = `
const seen = function () { return { count: arguments.length, kinds: [...arguments].map((value) => typeof value) } }
exports.zero = wrap(async function () { return seen(...arguments) })
exports.one = wrap(async function (a) { return seen(...arguments) })
exports.two = wrap(async function (a, b) { return seen(...arguments) })
exports.three = wrap(async function (a, b, c) { return seen(...arguments) })
exports.four = wrap(async function (a, b, c, d) { return seen(...arguments) })
exports.defaults = wrap(async function (a, b = 1, c = 2) { return seen(...arguments) })
exports.lengths = wrap(async () => Object.fromEntries(Object.entries(exports).map(([name, fn]) => [name, [fn.length, fn.name]])))`

/** A handler that Node 24 refuses to load has no invocation to tell of. */
const REFUSED_ON_24: Readonly<Record<Node, readonly number[]>> = { '22': [], '24': [1, 2, 3] }

function arity(name: string, more: Partial<Style> = {}): Style {
  return { name: `arity-${name}`, ...cjs(ARITIES), handler: `index.${name}`, ...more }
}

const KIND =
  'A wrapper is an ordinary function: it has a prototype where arrows, methods and async functions have none, and is no AsyncFunction.'

const PRELOADED = { ways: ['auto', 'extension'] } as const
/** Of an init that fails nothing is told. */
const NEVER = { events: [{ n: 1 }, { n: 2 }], untold: [1, 2] } as const

export const LOADING_STYLES: readonly Style[] = [
  {
    name: 'nested',
    ...esm(`export const a = { b: { handler: wrap(async (event) => event) } }`),
    handler: 'index.a.b.handler',
  },
  {
    name: 'nested-cjs',
    ...cjs(`exports.a = { b: { handler: wrap(async (event) => event) } }`),
    handler: 'index.a.b.handler',
  },
  {
    name: 'nested-this',
    ...cjs(
      `exports.orders = { secret: 7, handler: wrap(async function (event) { return [typeof this, this?.secret, event] }) }`,
    ),
    handler: 'index.orders.handler',
  },
  {
    name: 'default',
    ...esm(`export default { handler: wrap(async (event) => event) }`),
    untold: { '22': [1, 2, 3], '24': [] },
  },
  {
    name: 'folder',
    source: '',
    file: 'unused.txt',
    handler: 'src/index.handler',
    files: {
      'src/index.mjs': `import { wrap } from '../wrap.mjs'\nexport const handler = wrap(async (event) => event)`,
    },
  },
  {
    name: 'js-module',
    ...esm(`export const handler = wrap(async (event) => event)`),
    file: 'index.js',
    files: { 'package.json': '{"type":"module"}' },
  },
  { name: 'js-commonjs', ...cjs(`exports.handler = wrap(async (event) => event)`), file: 'index.js' },
  {
    name: 'js-typeless-esm',
    ...esm(`export const handler = wrap(async (event) => event)`),
    file: 'index.js',
    ...NEVER,
  },
  { name: 'esbuild', ...cjs(ESBUILD), file: 'index.js' },
  { name: 'tsc', ...cjs(TSC), file: 'index.js' },
  {
    name: 'module-exports',
    ...cjs(`module.exports = wrap(async (event) => event)\nmodule.exports.handler = module.exports`),
    untold: { '22': [], '24': [] },
  },
  {
    name: 'frozen-exports',
    ...cjs(`module.exports = Object.freeze({ handler: wrap(async (event) => event) })`),
  },
  {
    name: 'class-bound',
    ...esm(`
    class Orders {
      #count = 0
      handle(event) { this.#count += 1; return Promise.resolve({ event, count: this.#count }) }
    }
    const orders = new Orders()
    export const handler = wrap(orders.handle.bind(orders))
    console.log([handler.name, handler.length])`),
  },
  {
    name: 'class-instance',
    ...cjs(`
    class Orders {
      constructor() { this.count = 0; this.handler = wrap(this.handler.bind(this)) }
      async handler(event) { this.count += 1; return { event, count: this.count } }
    }
    module.exports = new Orders()`),
  },
  {
    name: 'class-prototype',
    ...cjs(`
    class Orders { async handler(event) { return { event, self: typeof this, own: this instanceof Orders } } }
    Orders.prototype.handler = wrap(Orders.prototype.handler)
    module.exports = new Orders()`),
  },
  {
    name: 'class-itself',
    ...esm(
      `class Orders { constructor() { throw new Error('never called without new') } }\nexport const handler = wrap(Orders)`,
    ),
  },
  {
    name: 'static-method',
    ...esm(
      `class Orders { static count = 0; static async handler(event) { return { event, self: typeof this } } }\nexport const Orders_ = { handler: wrap(Orders.handler) }`,
    ),
    handler: 'index.Orders_.handler',
  },
  {
    name: 'this',
    ...esm(
      `export const handler = wrap(async function (event) { return { kind: typeof this, keys: this && Object.keys(this).toSorted(), same: this?.handler === handler } })`,
    ),
    known: known('The runtime holds our function, not the one that is exported.', ['answer'], PRELOADED),
  },
  {
    name: 'this-sloppy',
    ...cjs(
      `exports.handler = wrap(function () { return Promise.resolve({ kind: typeof this, global: this === globalThis }) })`,
    ),
  },
  arity('zero'),
  arity('one'),
  arity('two'),
  arity('three', { untold: REFUSED_ON_24 }),
  arity('four', { untold: REFUSED_ON_24 }),
  arity('defaults'),
  arity('lengths'),
  {
    name: 'properties',
    ...esm(`
    const handle = async (event) => ({ event, own: Reflect.ownKeys(handler).map(String).filter((key) => key !== 'prototype').toSorted(), extra: handler.extra, sum: handler.sum })
    handle.extra = { a: 1 }
    handle[Symbol.for('mine')] = true
    Object.defineProperty(handle, 'sum', { get: () => 3, enumerable: false })
    Object.defineProperty(handle, 'name', { value: 'renamed' })
    export const handler = wrap(handle)
    console.log([handler.name, Object.keys(handler)])`),
  },
  {
    name: 'kind-of-function',
    ...esm(`
    import { types } from 'node:util'
    const handle = async (event) => ({ event, prototype: 'prototype' in handler, constructor: handler.constructor.name })
    export const handler = wrap(handle)
    console.log([types.isAsyncFunction(handler), handler.toString().startsWith('async')])`),
    known: known(KIND, ['answer', 'lines'], { ways: ['log', 'otlp'] }),
  },
  {
    name: 'frozen-handler',
    ...esm(`const handle = Object.freeze(async (event) => event)\nexport const handler = wrap(handle)`),
  },
  {
    name: 'proxied-handler',
    ...esm(
      `const handle = new Proxy(async (event) => event, { apply: (target, self, args) => target({ proxied: args[0] }) })\nexport const handler = wrap(handle)`,
    ),
  },
  {
    name: 'hostile-handler',
    ...esm(`
    const handle = new Proxy(async (event) => event, {
      getOwnPropertyDescriptor() { throw new Error('descriptor') }, ownKeys() { throw new Error('keys') },
    })
    export const handler = wrap(handle)`),
  },
  {
    name: 'exported-function',
    ...esm(
      `async function handle(event) { return event }\nexport { wrapped as handler }\nconst wrapped = wrap(handle)`,
    ),
  },
  {
    name: 'top-level-await',
    ...esm(
      `await new Promise((resolve) => setTimeout(resolve, 20))\nexport const handler = wrap(async (event) => event)\nawait null`,
    ),
  },
  {
    name: 'missing',
    ...esm(`export const other = wrap(async (event) => event)`),
    ...NEVER,
  },
  {
    name: 'missing-cjs',
    ...cjs(`exports.other = wrap(async (event) => event)`),
    ...NEVER,
  },
  {
    name: 'no-function',
    ...esm(`export const handler = wrap({ not: 'a function' })`),
    ...NEVER,
    says: Array(3).fill(
      'thermocline: wrap wants a function, got object: it is returned as it is',
    ) as string[],
  },
  {
    name: 'undefined-handler',
    ...esm(`export const handler = wrap(undefined)`),
    ...NEVER,
    says: Array(3).fill(
      'thermocline: wrap wants a function, got undefined: it is returned as it is',
    ) as string[],
  },
  {
    name: 'load-throws',
    ...esm(`export const handler = wrap(async (event) => event)\nthrow new RangeError('at load')`),
    ...NEVER,
  },
  {
    name: 'load-throws-cjs',
    ...cjs(`exports.handler = wrap(async (event) => event)\nthrow new RangeError('at load')`),
    ...NEVER,
  },
  {
    name: 'load-throws-text',
    ...cjs(`exports.handler = wrap(async (event) => event)\nthrow 'a text'`),
    ...NEVER,
  },
  {
    name: 'load-rejects',
    ...esm(
      `export const handler = wrap(async (event) => event)\nawait Promise.reject(new RangeError('at load'))`,
    ),
    ...NEVER,
  },
  {
    name: 'load-imports-nothing',
    ...esm(`import './not-there.mjs'\nexport const handler = wrap(async (event) => event)`),
    ...NEVER,
  },
  {
    name: 'load-requires-nothing',
    ...cjs(`require('not-there')\nexports.handler = wrap(async (event) => event)`),
    ...NEVER,
    known: known(
      'The stack of what required it names a file of ours, that does not exist.',
      ['answer', 'lines'],
      PRELOADED,
    ),
  },
  { name: 'load-syntax', ...cjs(`exports.handler = wrap(async (event) => event)\nconst = 1`), ...NEVER },
  {
    name: 'load-exits',
    ...esm(`export const handler = wrap(async (event) => event)\nprocess.exit(9)`),
    ...NEVER,
  },
  {
    name: 'load-unhandled',
    ...esm(
      `export const handler = wrap(async (event) => event)\nPromise.reject(new RangeError('nobody waits'))\nawait new Promise((resolve) => setTimeout(resolve, 60_000))`,
    ),
    ...NEVER,
  },
  {
    name: 'load-uncaught',
    ...esm(
      `export const handler = wrap(async (event) => event)\nsetImmediate(() => { throw new RangeError('in a timer') })\nawait new Promise((resolve) => setTimeout(resolve, 60_000))`,
    ),
    ...NEVER,
  },
  {
    name: 'load-hangs-on-nothing',
    ...esm(`export const handler = wrap(async (event) => event)\nawait new Promise(() => {})`),
    ...NEVER,
  },
  {
    name: 'load-overruns',
    ...esm(
      `export const handler = wrap(async (event) => event)\nawait new Promise((resolve) => setTimeout(resolve, 60_000))`,
    ),
    ...NEVER,
    settings: { initTimeoutMs: 1000, timeoutMs: 1500 },
  },
  {
    name: 'load-fails-once',
    ...esm(`
    import { existsSync, writeFileSync } from 'node:fs'
    export const handler = wrap(async (event) => event)
    const mark = process.env.TMPDIR + '/once'
    if (!existsSync(mark)) { writeFileSync(mark, ''); throw new Error('only once') }`),
  },
  {
    name: 'load-logs',
    ...esm(
      `console.log('loading')\nconsole.error('loading badly')\nexport const handler = wrap(async (event) => event)\nconsole.log('loaded')`,
    ),
  },
  {
    name: 'two-handlers',
    ...esm(
      `export const other = wrap(async () => 'other')\nexport const handler = wrap(async (event, context) => ({ event, other: await other(event, context) }))`,
    ),
  },
  {
    name: 'both-formats',
    ...esm(`
    import { createRequire } from 'node:module'
    const { wrap: wrapToo } = createRequire(import.meta.url)('./wrap.cjs')
    export const handler = wrapToo(wrap(async (event) => event))`),
  },
]
