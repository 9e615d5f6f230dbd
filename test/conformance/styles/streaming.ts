import { cjs, esm, type Style } from '../style.ts'
import { HELD_BACK, known } from './reasons.ts'

// Streamed answers, by awslambda.streamifyResponse and by the symbols behind it.

const steps = (body: string): string => `
const handle = async (event, stream, context) => {
${body}
}`

/** The same handler wrapped before it is marked as streaming, and after. */
function bothWays(name: string, body: string, more: Partial<Style> = {}): Style[] {
  return [
    {
      name,
      ...esm(`${steps(body)}\nexport const handler = awslambda.streamifyResponse(wrap(handle))`),
      ...more,
    },
    {
      name: `${name}-outside`,
      ...cjs(`${steps(body)}\nexports.handler = wrap(awslambda.streamifyResponse(handle))`),
      ...more,
    },
  ]
}

export const STREAMING_STYLES: readonly Style[] = [
  ...bothWays(
    'stream',
    `  stream.setContentType('text/plain')
  stream.write('first ' + context.awsRequestId + ' ')
  await new Promise((resolve) => setTimeout(resolve, 5))
  stream.write('grün ')
  stream.end('last ' + event.n)`,
  ),
  ...bothWays(
    'stream-prelude',
    `  const http = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'x-n': String(event.n) }, cookies: ['a=b'] })
  http.write('body ')
  http.write(Buffer.from('bytes'))
  http.end()`,
  ),
  ...bothWays(
    'stream-error-first',
    `  if (event.n === 1) throw new RangeError('before anything')
  stream.end('fine')`,
  ),
  ...bothWays(
    'stream-error-midway',
    `  stream.write('half ')
  if (event.n === 1) throw new RangeError('midway')
  stream.end('whole')`,
  ),
  ...bothWays(
    'stream-result',
    `  stream.end('streamed')
  return { ignored: event.n }`,
  ),
  {
    name: 'stream-large',
    slowReader: true,
    ...esm(`
    import { once } from 'node:events'
    export const handler = awslambda.streamifyResponse(wrap(async ({ megabytes }, stream) => {
      let waited = false
      for (let i = 0; i < megabytes; i++) {
        if (stream.write(Buffer.alloc(1_000_000, 97 + (i % 26)))) continue
        waited = true
        await once(stream, 'drain')
      }
      stream.end()
      console.log('waited for the reader: ' + waited)
    }))`),
    events: [{ megabytes: 20 }, { megabytes: 1 }, { megabytes: 0 }],
  },
  {
    name: 'stream-pipeline',
    ...esm(`
    import { pipeline } from 'node:stream/promises'
    import { Readable } from 'node:stream'
    export const handler = awslambda.streamifyResponse(wrap(async ({ n }, stream) => {
      async function* parts() { for (let i = 0; i < 50; i++) yield 'part ' + i + ' of ' + n + '\\n' }
      stream.on('finish', () => console.log('finish'))
      await pipeline(Readable.from(parts()), stream)
    }))`),
  },
  {
    name: 'stream-high-water-mark',
    ...esm(`
    export const handler = awslambda.streamifyResponse(wrap(async (_, stream) => {
      const fits = stream.write('x'.repeat(600))
      stream.end()
      console.log([handler[Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark')], handler[Symbol.for('aws.lambda.runtime.handler.streaming')], typeof fits])
    }), { highWaterMark: 500 })`),
  },
  {
    name: 'stream-marked-by-hand',
    ...esm(`
    const handle = async (event, stream) => { stream.end('by hand ' + event.n) }
    handle[Symbol.for('aws.lambda.runtime.handler.streaming')] = 'response'
    export const handler = wrap(handle)`),
  },
  {
    name: 'stream-marked-wrongly',
    ...esm(`
    const handle = async (event, stream) => { stream.end('never') }
    handle[Symbol.for('aws.lambda.runtime.handler.streaming')] = 'request'
    export const handler = wrap(handle)`),
    events: [{ n: 1 }],
    untold: [1],
  },
  {
    name: 'stream-not-async',
    ...esm(`
    export const handler = awslambda.streamifyResponse(wrap((event, stream) => {
      if (event.n !== 1) return Promise.resolve().then(() => stream.end('fine'))
      stream.write('sync ')
    }))`),
  },
  {
    name: 'stream-throws',
    ...esm(`
    export const handler = awslambda.streamifyResponse(wrap((event, stream) => {
      if (event.n === 1) throw new RangeError('not even a promise')
      return Promise.resolve().then(() => stream.end('fine'))
    }))`),
  },
  {
    name: 'stream-ends-later',
    ...esm(`
    export const handler = awslambda.streamifyResponse(wrap(async (event, stream) => {
      stream.write('settled ')
      setTimeout(() => stream.end('and ended later'), 30)
    }))`),
  },
  {
    name: 'stream-never-ends',
    ...esm(`
    export const handler = awslambda.streamifyResponse(wrap(async (event, stream) => {
      stream.write('open ')
      if (event.n !== 1) stream.end('closed')
    }))`),
    perhapsUntold: [1],
    settings: { timeoutMs: 2500 },
  },
  {
    name: 'stream-destroyed',
    ...esm(`
    export const handler = awslambda.streamifyResponse(wrap(async (event, stream) => {
      if (event.n === 1) stream.destroy(new Error('destroyed by the handler'))
      else stream.end('fine')
    }))`),
    settings: { timeoutMs: 2500 },
    known: [
      ...known(HELD_BACK, ['lines'], { nodes: ['22'], ways: ['otlp'] }),
      ...known(HELD_BACK, ['roots'], { ways: ['otlp', 'extension'] }),
    ],
  },
  {
    name: 'stream-too-late',
    ...esm(`
    export const handler = awslambda.streamifyResponse(wrap(async (event, stream) => {
      stream.write('written ')
      try { stream.setContentType('text/html') } catch (error) { stream.write(error.name) }
      stream.write({ an: 'object' })
      stream.end()
      stream.write('after the end', () => {})
    }))`),
    known: [
      ...known(HELD_BACK, ['lines'], { nodes: ['22'], ways: ['otlp'] }),
      ...known(HELD_BACK, ['roots'], { ways: ['otlp', 'extension'] }),
    ],
  },
  {
    name: 'stream-empty',
    ...esm(
      `export const handler = awslambda.streamifyResponse(wrap(async (event, stream) => { stream.end() }))`,
    ),
  },
  {
    name: 'stream-what-it-is',
    ...esm(`
    export const handler = awslambda.streamifyResponse(wrap(async function (event, stream, context) {
      const names = Object.getOwnPropertyNames(stream).toSorted()
      stream.end(JSON.stringify({ count: arguments.length, names, context: Object.keys(context).toSorted(), writable: stream.writable }))
    }))`),
  },
  {
    name: 'stream-wrapped-twice',
    ...esm(
      `export const handler = wrap(awslambda.streamifyResponse(wrap(async (event, stream) => { stream.end('once') })))`,
    ),
  },
]
