import { cjs, esm, type KnownDifference, type Style } from '../style.ts'
import { known } from './reasons.ts'

// What a handler sees around it: its context, the process, the globals; and what it does to them.

/** A handler that changes something at its first invocation, and goes on as usual. */
function changes(name: string, change: string, more: Partial<Style> = {}): Style {
  return {
    name: `changes-${name}`,
    ...esm(`
    const throwing = () => { throw new TypeError('patched by the function') }
    export const handler = wrap(async (event) => {
      if (event.n === 1) { ${change} }
      await null
      return event
    })`),
    ...more,
  }
}

/** Node 24's runtime reads the request id from the context when it answers. */
const UNANSWERED = {
  settings: { timeoutMs: 1500 },
  events: [{ n: 1 }, { n: 2 }],
  perhapsUntold: [1, 2],
} as const

const DESCRIBE = `
const describe = (object) => Reflect.ownKeys(object).map((key) => {
  const { value, get, set, ...flags } = Object.getOwnPropertyDescriptor(object, key)
  return [String(key), typeof value, typeof get, typeof set, flags]
})`

export const CONTEXT_STYLES: readonly Style[] = [
  {
    name: 'context-keys',
    ...esm(`${DESCRIBE}
    export const handler = wrap(async (event, context) => ({ own: describe(context), prototype: Object.getPrototypeOf(context) === Object.prototype, inherited: (() => { const keys = []; for (const key in context) keys.push(key); return keys })() }))`),
  },
  {
    name: 'context-values',
    ...esm(`
    export const handler = wrap(async (event, context) => ({ ...context, left: typeof context.getRemainingTimeInMillis(), fair: context.getRemainingTimeInMillis() > 10_000 && context.getRemainingTimeInMillis() <= 20_000, detached: (0, context.getRemainingTimeInMillis)() > 0, text: context.getRemainingTimeInMillis.toString().length }))`),
  },
  {
    name: 'context-methods',
    nodes: ['22'],
    ...cjs(`
    exports.handler = wrap(async (event, context) => ({
      names: [context.done.name, context.succeed.name, context.fail.name],
      lengths: [context.done.length, context.succeed.length, context.fail.length],
      source: [context.done, context.succeed, context.fail].map((method) => method.toString().includes('onlyAllowFirstCall') || method.toString().includes('finished')),
    }))`),
    known: [
      {
        facet: 'answer',
        reason:
          'done, succeed and fail are replaced on the context the handler gets: another source text, another name, the same behaviour.',
      },
    ],
  },
  {
    name: 'context-frozen',
    ...esm(`export const handler = wrap(async (event, context) => { Object.freeze(context); return event })`),
  },
  {
    name: 'context-emptied',
    ...esm(
      `export const handler = wrap(async (event, context) => { for (const key of Object.keys(context)) delete context[key]; return Object.keys(context) })`,
    ),
    ...UNANSWERED,
  },
  {
    name: 'context-broken',
    ...esm(
      `export const handler = wrap(async (event, context) => { context.getRemainingTimeInMillis = () => { throw new Error('mine') }; context.awsRequestId = null; return event })`,
    ),
    ...UNANSWERED,
  },
  {
    name: 'context-time-mocked',
    ...esm(
      `export const handler = wrap(async (event, context) => { context.getRemainingTimeInMillis = () => -1; return context.getRemainingTimeInMillis() })`,
    ),
  },
  {
    name: 'context-same',
    ...esm(`
    let seen
    const inner = wrap(async (event, context) => seen.event === event && seen.context === context)
    export const handler = wrap(async (event, context) => {
      const before = seen
      seen = { event, context }
      return { new: before?.context !== context, same: await inner(event, context) }
    })`),
  },
  {
    name: 'context-copied',
    ...esm(`
    const inner = wrap(async (event, context) => [event, Object.keys(context).length, context.awsRequestId])
    const middleware = (next) => async (event, context) => ({ spread: await next(event, { ...context }), created: await next(event, Object.create(context)), assigned: await next({ ...event }, Object.assign({ mine: 1 }, context)) })
    export const handler = wrap(middleware(inner))`),
  },
  {
    name: 'context-copied-inside',
    ...esm(`
    const inner = wrap(async (event, context) => [event, context.mine])
    export const handler = async (event, context) => inner(event, { ...context, mine: 1 })`),
  },
  {
    name: 'middleware',
    ...esm(`
    const use = (next, before, after, failed) => async (event, context) => {
      try { return after(await next(await before(event), context)) } catch (error) { return failed(error) }
    }
    const handle = wrap(async (event) => { if (event.n === 2) throw new RangeError('inner'); return event })
    export const handler = use(handle, async (event) => ({ ...event, before: true }), (result) => ({ ...result, after: true }), (error) => ({ caught: error.message }))`),
  },
  {
    name: 'arguments',
    ...cjs(`
    exports.handler = wrap(function () {
      'use strict'
      return Promise.resolve({ count: arguments.length, kinds: [...arguments].map((value) => typeof value), target: new.target === undefined })
    })`),
  },
  {
    name: 'listeners',
    ...esm(`
    const NAMES = ['uncaughtException', 'rejectionHandled', 'warning', 'SIGTERM', 'SIGINT', 'disconnect', 'message', 'multipleResolves']
    const count = () => NAMES.map((name) => process.listenerCount(name))
    const atLoad = count()
    export const handler = wrap(async () => ({ atLoad, now: count() }))`),
  },
  {
    name: 'listeners-of-ours',
    ...esm(`
    const NAMES = ['beforeExit', 'exit', 'uncaughtExceptionMonitor', 'unhandledRejection']
    const count = () => NAMES.map((name) => process.listenerCount(name))
    const atLoad = count()
    export const handler = wrap(async () => ({ atLoad, now: count() }))`),
    known: [
      {
        facet: 'answer',
        reason:
          'One listener is ours of each that tells of a process that ends: beforeExit, exit, uncaughtExceptionMonitor, and of unhandledRejection where the runtime listens itself.',
      },
    ],
  },
  {
    name: 'environment',
    ...esm(`
    const keys = () => Object.keys(process.env).filter((key) => !/^(?:THERMOCLINE_|NODE_OPTIONS)/.test(key)).toSorted()
    const atLoad = keys()
    export const handler = wrap(async () => ({ atLoad, now: keys(), handler: process.env._HANDLER, trace: typeof process.env._X_AMZN_TRACE_ID, arguments: process.argv.length, title: process.title, flags: process.execArgv.length, cwd: process.cwd() }))`),
  },
  {
    name: 'globals',
    ...esm(`
    const own = () => [Object.keys(globalThis), Object.getOwnPropertyNames(globalThis).toSorted(), Object.getOwnPropertyNames(process).toSorted(), Object.keys(console).toSorted(), Object.keys(globalThis.awslambda ?? {})]
    const atLoad = own()
    export const handler = wrap(async () => ({ atLoad, now: own() }))`),
  },
  {
    name: 'globals-symbols',
    ...esm(`
    export const handler = wrap(async () => Object.getOwnPropertySymbols(globalThis).map(String).filter((name) => !/undici|NodeEnvironment/.test(name)))`),
    known: [
      {
        facet: 'answer',
        reason:
          'Symbol(thermocline.v1), by which the ESM and the CJS copy find each other, and OpenTelemetry’s own where it is used.',
      },
    ],
  },
  {
    name: 'resources',
    ...esm(`export const handler = wrap(async () => process.getActiveResourcesInfo().toSorted())`),
    known: [
      {
        facet: 'answer',
        nodes: ['24'],
        reason:
          'The bundle imports node:util, which as an ES module reads every export: util.diff loads what opens process.stderr, a pipe.',
      },
    ],
  },
  {
    name: 'async-storage',
    ...esm(`
    import { AsyncLocalStorage } from 'node:async_hooks'
    const storage = new AsyncLocalStorage()
    export const handler = wrap(async (event) => {
      const left = storage.getStore()
      const inside = await storage.run(event.n, async () => { await null; return storage.getStore() })
      storage.enterWith('entered by ' + event.n)
      await null
      return { left, inside, after: storage.getStore() }
    })`),
  },
  {
    name: 'invoke-store',
    nodes: ['24'],
    ...esm(`
    export const handler = wrap(async (event) => {
      const store = globalThis.awslambda.InvokeStore
      const left = store.get('mine')
      store.set('mine', event.n)
      await null
      return [left, store.get('mine'), store.getRequestId(), store.hasContext()]
    })`),
  },
  {
    name: 'error-globals',
    ...esm(`
    const seen = () => [Error.stackTraceLimit, typeof Error.prepareStackTrace, Reflect.ownKeys(Error).map(String)]
    const atLoad = seen()
    export const handler = wrap(async () => ({ atLoad, now: seen() }))`),
  },
  {
    name: 'memory-kept',
    ...esm(`
    const seen = []
    globalThis.kept = new Map()
    export const handler = wrap(async (event, context) => { seen.push({ event, context }); kept.set(event.n, seen.length); return [seen.length, [...kept]] })`),
    events: Array.from({ length: 12 }, (_, n) => ({ n })),
  },
  {
    name: 'inspector-used',
    ...esm(`
    import { Session } from 'node:inspector'
    const session = new Session()
    export const handler = wrap(async () => {
      if (!session.connected_) { session.connect(); session.connected_ = true }
      const heap = await new Promise((resolve) => session.post('Runtime.evaluate', { expression: '1 + 1' }, (error, { result }) => resolve(result.value)))
      return heap
    })`),
  },
  {
    name: 'source-maps',
    ...esm(
      `process.setSourceMapsEnabled(true)\nexport const handler = wrap(async (event) => { if (event.n === 2) throw new RangeError('mapped'); return event })`,
    ),
  },
]

// Builtins that a function breaks are broken for us as well: then spans may be lost, and are; answers may not.
const LOSES: Partial<Style> = { lossy: true }
const STOPS =
  'The extension in the process works by the same builtins: it stops asking for its next event, and Lambda waits for it.'
function stops(where: Pick<KnownDifference, 'nodes'>): KnownDifference[] {
  return [
    ...known(STOPS, ['answer', 'process', 'platform'], { ways: ['extension'], ...where }),
    ...known(STOPS, ['lines'], { ways: ['extension'], sometimes: true, ...where }),
  ]
}
const STOPS_EXTENSION: Partial<Style> = {
  lossy: true,
  known: stops({}),
  settings: { timeoutMs: 2500 },
}
const FAILS_BY_PROMISE: Partial<Style> = {
  lossy: true,
  known: known(
    'Node 22’s runtime does not get over it, and how it ends then is a race.',
    ['answer', 'lines', 'platform', 'process'],
    { nodes: ['22'], sometimes: true },
  ),
  events: [{ n: 1 }],
  settings: { timeoutMs: 2500 },
}

export const CHANGE_STYLES: readonly Style[] = [
  changes('console', `console.log = () => {}; console.error = throwing; console.info = undefined`),
  changes(
    'console-wrapped',
    `const { log } = console; console.log = (...args) => log('mine', ...args); console.log('through mine')`,
  ),
  changes('stdout', `process.stdout.write = () => true; process.stderr.write = throwing`),
  changes(
    'stdout-wrapped',
    `const write = process.stdout.write; process.stdout.write = function (text, ...rest) { return write.call(this, 'out: mine ' + text, ...rest) }; process.stdout.write('text\\n')`,
  ),
  changes(
    'stdout-gone',
    `Object.defineProperty(process, 'stdout', { get: throwing }); Object.defineProperty(process, 'stderr', { value: null })`,
  ),
  changes(
    'promise',
    `globalThis.Promise = class extends Promise { then(...both) { return super.then(...both) } }`,
    LOSES,
  ),
  changes(
    'promise-then',
    `const { then } = Promise.prototype; Promise.prototype.then = function (...both) { return then.apply(this, both) }`,
  ),
  changes('promise-gone', `globalThis.Promise = throwing`, FAILS_BY_PROMISE),
  changes(
    'promise-methods',
    `Promise.resolve = throwing; Promise.all = throwing; Promise.race = throwing; Promise.prototype.finally = throwing`,
  ),
  changes(
    'timers',
    `globalThis.setTimeout = throwing; globalThis.clearTimeout = throwing; globalThis.setInterval = throwing; globalThis.queueMicrotask = throwing; process.nextTick = throwing`,
    STOPS_EXTENSION,
  ),
  changes('timers-faked', `globalThis.setTimeout = () => 0; globalThis.clearTimeout = () => {}`),
  changes('date', `Date.now = () => 0`, LOSES),
  changes(
    'date-class',
    `globalThis.Date = class extends Date { constructor() { super(0) } static now() { return -1 } }`,
    LOSES,
  ),
  changes('performance', `delete globalThis.performance`),
  changes(
    'performance-now',
    `performance.now = throwing; process.hrtime = throwing; process.hrtime.bigint = throwing; process.uptime = throwing`,
    LOSES,
  ),
  changes(
    'json',
    `const { stringify } = JSON; JSON.stringify = (...args) => stringify(...args)?.replace('"n":2', '"n":22')`,
  ),
  changes(
    'array',
    `for (const name of ['push', 'map', 'filter', 'flatMap', 'some', 'join', 'forEach', 'slice', 'find', 'includes', 'splice', 'unshift']) Array.prototype[name] = throwing`,
    LOSES,
  ),
  changes(
    'array-iterator',
    `Object.defineProperty(Array.prototype, Symbol.iterator, { value: throwing })`,
    LOSES,
  ),
  changes(
    'collections',
    `for (const kind of [Map, Set, WeakMap, WeakSet]) for (const name of ['get', 'set', 'add', 'has', 'delete']) if (kind.prototype[name]) kind.prototype[name] = throwing`,
    STOPS_EXTENSION,
  ),
  changes(
    'strings',
    `for (const name of ['replaceAll', 'includes', 'padStart', 'match']) String.prototype[name] = throwing`,
  ),
  changes(
    'object',
    `for (const name of ['keys', 'entries', 'fromEntries', 'assign', 'defineProperty', 'getOwnPropertyDescriptor', 'freeze', 'hasOwn']) Object[name] = throwing`,
    LOSES,
  ),
  changes(
    'reflect',
    `for (const name of ['get', 'set', 'apply', 'ownKeys', 'deleteProperty']) Reflect[name] = throwing`,
    LOSES,
  ),
  changes('reflect-gone', `delete globalThis.Reflect`, LOSES),
  changes(
    'function',
    `Function.prototype.call = throwing; Function.prototype.apply = throwing; Function.prototype.bind = throwing`,
    {
      ...STOPS_EXTENSION,
      known: stops({ nodes: ['24'] }),
    },
  ),
  changes(
    'buffer',
    `Buffer.from = throwing; Buffer.alloc = throwing; Buffer.allocUnsafe = throwing; Buffer.byteLength = throwing`,
    LOSES,
  ),
  changes(
    'math',
    `Math.random = throwing; Math.floor = throwing; Math.max = throwing; Math.min = throwing; Math.round = throwing`,
    STOPS_EXTENSION,
  ),
  changes('symbol', `Symbol.for = throwing`),
  changes(
    'process',
    `process.memoryUsage = throwing; process.getActiveResourcesInfo = throwing; process.getBuiltinModule = throwing; process.cpuUsage = throwing; process.cwd = throwing`,
    LOSES,
  ),
  changes('environment', `for (const key of Object.keys(process.env)) delete process.env[key]`, {
    untold: { '22': [], '24': [2] },
  }),
  changes('environment-gone', `Object.defineProperty(process, 'env', { value: Object.freeze({}) })`, {
    untold: { '22': [2, 3], '24': [2] },
  }),
  changes(
    'object-prototype',
    `Object.prototype.polluted = 'yes'; Object.prototype.parent = 'yes'; Object.prototype.kind = 'http'`,
  ),
  changes(
    'object-prototype-then',
    `Object.defineProperty(Object.prototype, 'toJSON', { value: undefined, writable: true })`,
  ),
  changes(
    'fs',
    `const fs = process.getBuiltinModule('node:fs'); fs.readFileSync = throwing; fs.openSync = throwing; fs.fstatSync = throwing`,
  ),
  changes(
    'fs-synced',
    `const fs = process.getBuiltinModule('node:fs'); fs.readFileSync = throwing; fs.openSync = throwing; process.getBuiltinModule('node:module').syncBuiltinESMExports()`,
  ),
  changes('regexp', `RegExp.prototype.exec = throwing; RegExp.prototype.test = throwing`, STOPS_EXTENSION),
  changes('error', `globalThis.Error = class extends Error {}; globalThis.TypeError = undefined`),
  changes('error-frozen', `Object.freeze(Error); Object.freeze(Error.prototype)`),
  changes(
    'error-capture',
    `Error.captureStackTrace = throwing; Object.defineProperty(Error, 'stackTraceLimit', { value: 1, writable: false })`,
  ),
  changes(
    'structured',
    `globalThis.structuredClone = throwing; globalThis.WeakRef = throwing; globalThis.FinalizationRegistry = throwing; globalThis.SharedArrayBuffer = throwing; Atomics.wait = throwing`,
    LOSES,
  ),
  changes(
    'global-frozen',
    `Object.freeze(globalThis.process); for (const name of ['Array', 'Object', 'Function', 'Map', 'Set']) { Object.freeze(globalThis[name]); Object.freeze(globalThis[name].prototype) }`,
    LOSES,
  ),
  changes(
    'uint8array',
    `Uint8Array.prototype.set = throwing; Uint8Array.prototype.subarray = throwing`,
    LOSES,
  ),
  changes(
    'bigint',
    `globalThis.BigInt = throwing; Number.isFinite = throwing; Number.isInteger = throwing; Number.isSafeInteger = throwing`,
    LOSES,
  ),
  changes(
    'listeners',
    `process.removeAllListeners(); process.on = throwing; process.once = throwing; process.emit = throwing`,
    LOSES,
  ),
  changes(
    'descriptors',
    `const { closeSync } = process.getBuiltinModule('node:fs'); for (const fd of [1, 2]) closeSync(fd)`,
    { known: known('There is no stdout to write to.', ['roots'], { ways: ['log', 'auto'] }) },
  ),
]
