import { esm, type Style } from '../style.ts'
import { known } from './reasons.ts'

// What a handler writes: through the console, and past it.

const LEVELS = `
class OrderError extends Error { code = 'E_ORDER' }
const circular = { name: 'circular' }
circular.self = circular
const all = (event, context) => {
  for (const level of ['trace', 'debug', 'info', 'log', 'warn', 'error']) console[level](level, event.n, { a: [1, { b: 2 }] })
  if (console.fatal) console.fatal('fatal')
  console.log()
  console.log('')
  console.log('of %s and %d: %j', 'format', 4, { x: 1 }, 'more')
  console.log('lines\\nof\\r\\ntext')
  console.log({ circular, big: 10n, none: undefined, date: new Date(0), map: new Map([[1, 2]]) })
  console.log('a', circular)
  console.log(null, undefined, 0, false, Symbol('s'))
  console.error(new OrderError('logged'))
  console.error('with an error:', new OrderError('beside'))
  console.log({ timestamp: 'mine', level: 'MINE', requestId: 'mine' })
  console.log('grün 水 🪣 \\u0000 \\x7f')
  console.log('{"thermocline":0,"a":"line of the function"}')
  console.log('thermocline: said by the function')
}
`

const PAST_THE_CONSOLE = `
import { writeSync } from 'node:fs'
export const handler = wrap(async (event) => {
  process.stdout.write('out: by stream ' + event.n + '\\n')
  process.stderr.write('err: by stream ' + event.n + '\\n')
  writeSync(1, 'out: by descriptor ' + event.n + '\\n')
  writeSync(2, 'err: by descriptor ' + event.n + '\\n')
  process._rawDebug('err: raw')
  console.table([{ a: 1 }])
  console.dir('out: dir')
  console.group('group'); console.groupEnd()
  console.count('counted'); console.assert(false, 'asserted')
  return event
})`

const MIXED =
  'What process.stdout could not write at once it writes later; our line goes past it to the descriptor, and so into the middle of a line of the function.'

export const LOG_STYLES: readonly Style[] = [
  {
    name: 'logs',
    ...esm(
      `${LEVELS}export const handler = wrap(async (event, context) => { all(event, context); await null; console.log('last') })`,
    ),
  },
  {
    name: 'logs-json',
    ...esm(
      `${LEVELS}export const handler = wrap(async (event, context) => { all(event, context); await null; console.log('last') })`,
    ),
    settings: { logFormat: 'JSON' },
  },
  {
    name: 'logs-levels',
    ...esm(`${LEVELS}export const handler = wrap(async (event, context) => { all(event, context) })`),
    settings: { logFormat: 'JSON', applicationLogLevel: 'WARN', systemLogLevel: 'DEBUG' },
  },
  {
    name: 'logs-large',
    ...esm(
      `export const handler = wrap(async ({ n }) => { console.log('x'.repeat(300_000)); console.log({ text: 'y'.repeat(1_000_000) }); console.log('after ' + n) })`,
    ),
  },
  {
    name: 'logs-many',
    ...esm(
      `export const handler = wrap(async () => { for (let i = 0; i < 1500; i++) console.log('line ' + i) })`,
    ),
    events: [1, 2],
  },
  { name: 'output', ...esm(PAST_THE_CONSOLE) },
  { name: 'output-json', ...esm(PAST_THE_CONSOLE), settings: { logFormat: 'JSON' } },
  {
    name: 'output-large',
    ...esm(
      `export const handler = wrap(async (event) => { await new Promise((resolve) => process.stdout.write('out: ' + 'z'.repeat(400_000) + '\\n', resolve)); return event })`,
    ),
  },
  {
    name: 'output-left',
    ...esm(`
    export const handler = wrap(async ({ n }) => {
      if (n === 1) process.stdout.write('out: ' + 'v'.repeat(2_000_000) + '\\n')
      else await new Promise((resolve) => setTimeout(resolve, 300))
    })`),
    lateLines: true,
    known: known(MIXED, ['lines', 'roots'], { ways: ['log', 'auto'] }),
  },
  {
    name: 'output-binary',
    ...esm(
      `export const handler = wrap(async (event) => { process.stdout.write(Buffer.from([0x6f, 0x75, 0x74, 0x3a, 0, 0xff, 0xfe, 10])); return event })`,
    ),
  },
  {
    name: 'output-no-line-end',
    ...esm(
      `export const handler = wrap(async (event) => { process.stdout.write('out: no line end'); return event })`,
    ),
    known: known(
      'A line that the function began on stdout and did not end is gone on with by ours: one event for CloudWatch, and no span.',
      ['lines', 'roots'],
      { ways: ['log', 'auto'] },
    ),
  },
  {
    name: 'output-closed',
    ...esm(
      `export const handler = wrap(async (event) => { if (event.n === 1) process.stdout.destroy(); return event })`,
    ),
  },
  {
    name: 'output-ended',
    ...esm(
      `export const handler = wrap(async (event) => { if (event.n === 1) process.stdout.end(); return event })`,
    ),
    known: known('There is no stdout to write to any more.', ['roots'], { ways: ['log', 'auto'] }),
  },
]
