import { cjs, esm, type Style } from '../style.ts'
import { HELD_BACK, known } from './reasons.ts'

// Invocations that end badly, or not at all, and what they leave to the next.

/** Work for the first invocation; the others are ordinary. */
const first = (work: string): string => `
export const handler = wrap(async (event, context) => {
  if (event.n === 1) { ${work} }
  return event
})`

const HANGS = { settings: { timeoutMs: 3000 }, perhapsUntold: [1] } as const
const wait = (milliseconds: number): string =>
  `await new Promise((resolve) => setTimeout(resolve, ${milliseconds}))`
const FOREVER = `await new Promise(() => setInterval(() => {}, 50))`

const TOLD_AFTER =
  'The event loop ran empty, for which the runtime answers null: the extension that then works tells of it.'

export const END_STYLES: readonly Style[] = [
  {
    name: 'hangs-on-nothing',
    ...esm(first(`await new Promise(() => {})`)),
    untold: { '22': [1], '24': [] },
    known: known(TOLD_AFTER, ['roots'], { nodes: ['22'], ways: ['extension'] }),
  },
  { name: 'hangs-on-timer', ...esm(first(FOREVER)), ...HANGS },
  {
    name: 'hangs-then-logs',
    ...esm(first(`console.log('before'); ${wait(100)}; console.log('after'); ${FOREVER}`)),
    ...HANGS,
  },
  { name: 'hangs-busy', ...esm(first(`for (;;);`)), ...HANGS, untold: [1] },
  {
    name: 'hangs-sync-thenable',
    ...esm(
      `export const handler = wrap((event) => event.n === 1 ? { then() { setInterval(() => {}, 50); return { catch() {} } } } : Promise.resolve(event))`,
    ),
    ...HANGS,
  },
  { name: 'settles-late', ...esm(first(`${wait(1500)}; return 'in time'`)), ...HANGS },
  {
    name: 'hangs-in-second',
    ...esm(`export const handler = wrap(async (event) => { if (event.n === 2) ${FOREVER}; return event })`),
    ...HANGS,
    perhapsUntold: [2],
  },
  { name: 'exits', ...esm(first(`process.exit(0)`)) },
  { name: 'exits-7', ...esm(first(`process.exit(7)`)) },
  { name: 'exits-later', ...esm(first(`setTimeout(() => process.exit(3), 20); ${FOREVER}`)) },
  {
    name: 'exits-sync',
    ...cjs(
      `exports.handler = wrap((event) => { if (event.n === 1) process.exit(4); return Promise.resolve(event) })`,
    ),
  },
  {
    name: 'exits-after',
    ...esm(first(`setImmediate(() => setImmediate(() => setImmediate(() => process.exit(5))))`)),
    events: [{ n: 2 }, { n: 3 }],
  },
  {
    name: 'exit-code',
    ...esm(first(`process.exitCode = 6; await new Promise(() => {})`)),
    untold: { '22': [1], '24': [] },
    known: known(TOLD_AFTER, ['roots'], { nodes: ['22'], ways: ['extension'] }),
  },
  { name: 'exit-code-kept', ...esm(first(`process.exitCode = 6`)) },
  { name: 'aborts', ...esm(first(`process.abort()`)), untold: [1] },
  { name: 'kills', ...esm(first(`process.kill(process.pid, 'SIGKILL'); ${FOREVER}`)), untold: [1] },
  { name: 'terminates', ...esm(first(`process.kill(process.pid, 'SIGTERM'); ${FOREVER}`)), untold: [1] },
  {
    name: 'signal-handled',
    ...esm(
      first(
        `process.on('SIGUSR2', () => console.log('heard')); process.kill(process.pid, 'SIGUSR2'); ${wait(100)}`,
      ),
    ),
  },
  {
    name: 'uncaught',
    ...esm(first(`setTimeout(() => { throw new RangeError('in a timer') }, 20); ${FOREVER}`)),
  },
  { name: 'uncaught-null', ...esm(first(`setTimeout(() => { throw null }, 20); ${FOREVER}`)) },
  {
    name: 'uncaught-json',
    ...esm(first(`setTimeout(() => { throw new RangeError('in a timer') }, 20); ${FOREVER}`)),
    settings: { logFormat: 'JSON' },
  },
  {
    name: 'uncaught-tick',
    ...esm(first(`process.nextTick(() => { throw new RangeError('in a tick') }); ${FOREVER}`)),
  },
  {
    name: 'uncaught-microtask',
    ...esm(first(`queueMicrotask(() => { throw new RangeError('in a microtask') }); ${FOREVER}`)),
  },
  {
    name: 'uncaught-sync',
    ...cjs(
      `exports.handler = wrap((event) => { if (event.n === 1) setImmediate(() => { throw new RangeError('after a return') }); return event })`,
    ),
    known: known(HELD_BACK, ['roots'], { nodes: ['24'], ways: ['otlp', 'extension'] }),
  },
  {
    name: 'uncaught-heard',
    ...esm(
      first(
        `process.on('uncaughtException', (error) => console.log('heard ' + error.message)); setTimeout(() => { throw new RangeError('in a timer') }, 20); ${wait(100)}`,
      ),
    ),
  },
  {
    name: 'uncaught-event',
    ...esm(
      `import { EventEmitter } from 'node:events'\n${first(`setTimeout(() => new EventEmitter().emit('error', new RangeError('an event')), 20); ${FOREVER}`)}`,
    ),
  },
  {
    name: 'unhandled',
    ...esm(first(`Promise.reject(new RangeError('nobody waits')); ${FOREVER}`)),
  },
  {
    name: 'unhandled-then-settles',
    ...esm(first(`Promise.reject(new RangeError('nobody waits')); await null`)),
    known: [
      ...known(HELD_BACK, ['answer', 'lines'], { nodes: ['22'], ways: ['otlp'] }),
      ...known(HELD_BACK, ['roots'], { ways: ['otlp', 'extension'] }),
    ],
  },
  {
    name: 'unhandled-later',
    ...esm(first(`setTimeout(() => Promise.reject('a text'), 20); ${FOREVER}`)),
  },
  {
    name: 'unhandled-heard',
    ...esm(
      first(
        `process.on('unhandledRejection', (reason) => console.log('heard ' + reason.message)); Promise.reject(new RangeError('nobody waits')); ${wait(50)}`,
      ),
    ),
  },
  {
    name: 'handled-late',
    ...esm(
      first(
        `const failed = Promise.reject(new RangeError('caught late')); await null; await failed.catch((error) => console.log(error.message))`,
      ),
    ),
  },
  {
    name: 'uncaught-in-next',
    ...esm(`
    export const handler = wrap(async (event) => {
      if (event.n === 1) setTimeout(() => { throw new RangeError('left by the first') }, 300)
      if (event.n === 2) await new Promise((resolve) => setTimeout(resolve, 800))
      return event
    })`),
  },
  {
    name: 'unhandled-in-next',
    ...esm(`
    export const handler = wrap(async (event) => {
      if (event.n === 1) setTimeout(() => { Promise.reject(new RangeError('left by the first')) }, 300)
      if (event.n === 2) await new Promise((resolve) => setTimeout(resolve, 800))
      return event
    })`),
  },
  {
    name: 'interval-left',
    ...esm(`
    let left
    export const handler = wrap(async (event) => {
      left ??= setInterval(() => {}, 10)
      if (event.n === 3) clearInterval(left)
      return event
    })`),
  },
  { name: 'answers-after-timeout', ...esm(first(`${wait(3100)}; return 'too late'`)), ...HANGS },
  {
    name: 'before-exit-heard',
    ...esm(`
    process.on('beforeExit', () => console.log('before exit'))
    ${first(`await new Promise(() => {})`)}`),
    untold: { '22': [1], '24': [] },
    known: known(TOLD_AFTER, ['roots'], { nodes: ['22'], ways: ['extension'] }),
  },
  {
    name: 'exit-heard',
    ...esm(`
    process.on('exit', (code) => console.log('exit with ' + code))
    ${first(`process.exit(2)`)}`),
  },
  {
    name: 'worker',
    ...esm(`
    import { Worker } from 'node:worker_threads'
    export const handler = wrap((event) => new Promise((resolve) => {
      new Worker('require("node:worker_threads").parentPort.postMessage(process.pid > 0)', { eval: true }).on('message', (said) => resolve({ event, said }))
    }))`),
  },
  {
    name: 'child-process',
    ...esm(`
    import { execFileSync } from 'node:child_process'
    export const handler = wrap(async (event) => ({ event, said: execFileSync('/bin/sh', ['-c', 'echo child; echo "out: child" >&2'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }) }))`),
  },
]
