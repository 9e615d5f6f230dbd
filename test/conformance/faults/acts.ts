// A program that calls handlers of every style as the runtime does, each a few times, and says what came of it. Only
// what can go on in one process is here: what ends it is played in the lab.

/** Where what the acts have to say begins. */
export const ACT_LINE = 'act: '

/** `wrap` is imported from `./wrap.mjs`. */
export const ACTS: string = `
import { writeSync } from 'node:fs'
import { createServer } from 'node:http'
import { wrap } from './wrap.mjs'

const say = (name, what) => writeSync(1, '${ACT_LINE}' + JSON.stringify([name, what ?? null]) + '\\n')
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const turn = () => new Promise((resolve) => setImmediate(resolve))
const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:acts:live'

let collector
if (process.env.ACTS_COLLECT) {
  collector = createServer((request, response) => request.resume().on('end', () => response.end()))
  await new Promise((resolve) => collector.listen(0, '127.0.0.1', resolve))
  process.env.THERMOCLINE_ENDPOINT = 'http://127.0.0.1:' + collector.address().port
}

// The Extensions API of an extension inside this process: an invocation is announced when it is called.
let extensions
let announce = () => {}
if (process.env.ACTS_EXTEND) {
  let waiting
  extensions = createServer((request, response) => {
    if (request.method === 'POST') return request.resume().on('end', () => response.writeHead(200, { 'lambda-extension-identifier': 'x' }).end('{}'))
    waiting = response
  })
  announce = (requestId) => {
    const answer = waiting
    waiting = undefined
    answer?.end(JSON.stringify({ eventType: 'INVOKE', requestId, deadlineMs: Date.now() + 900 }))
  }
  await new Promise((resolve) => extensions.listen(0, '127.0.0.1', resolve))
  process.env.AWS_LAMBDA_RUNTIME_API = '127.0.0.1:' + extensions.address().port
  // As the SDK's own \`register\` does, which stands on the way of the call.
  try { await Reflect.get(globalThis, Symbol.for('thermocline.v1'))?.register() } catch {}
}

/** Spans of the application's own, where something has registered a provider for them. */
function query() {
  const api = Reflect.get(globalThis, Symbol.for('opentelemetry.js.api.1'))
  if (!process.env.ACTS_TRACE || !api?.trace) return
  const span = api.trace.getTracer('acts').startSpan('query')
  api.propagation.inject(api.context.active(), {}, { set: (carrier, name, value) => { carrier[name] = value } })
  api.context.bind(api.context.active(), () => span.addEvent('asked', { of: [1, 'two', true, 0.5, -3] }))()
  if (Math.random() < 2) span.end()
}

let count = 0
const contextOf = (more) => {
  count += 1
  const until = Date.now() + 60_000
  announce('r' + count)
  return { awsRequestId: 'r' + count, invokedFunctionArn: ARN, functionName: 'acts', functionVersion: '7', getRemainingTimeInMillis: () => until - Date.now(), ...more }
}

/** As Node 24's runtime calls a handler: what it gives is awaited. */
async function call(handler, event = {}, context = contextOf()) {
  try { return ['gave', await handler(event, context)] }
  catch (error) { return ['threw', error instanceof Error ? [error.constructor.name, error.message] : error] }
}

/** As Node 22's: with a callback and the old methods of the context, the first answer of which counts. */
async function callOld(handler, event = {}) {
  const answers = []
  let given
  await new Promise((resolve) => {
    const answer = (kind) => (...values) => { answers.push([kind, ...values.map((value) => (value instanceof Error ? value.message : value))]); resolve() }
    const context = contextOf({ done: answer('done'), succeed: answer('succeed'), fail: answer('fail') })
    try {
      given = handler(event, context, answer('callback'))
      if (given && typeof given.then === 'function') given.then(context.succeed, context.fail)
    } catch (error) { answer('threw')(error) }
    // Whoever never answers is not waited for.
    if (handler.name === 'unanswered') resolve()
  })
  await sleep(10)
  return [typeof given, answers]
}

/** A streaming handler gets the stream between event and context. */
async function callStream(handler, event = {}) {
  const chunks = []
  const stream = { write: (chunk) => { chunks.push(chunk); return true }, end: (chunk) => { chunks.push(chunk, 'end') } }
  try { return [await handler(event, stream, contextOf()), chunks] } catch (error) { return ['threw', error.message, chunks] }
}

const EVENTS = {
  plain: { a: 1 }, null: null, text: 'x',
  http2: { version: '2.0', routeKey: 'GET /items/{id}', headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }, requestContext: { http: { method: 'GET' } } },
  http1: { httpMethod: 'POST', resource: '/items', multiValueHeaders: { Traceparent: ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00'] }, requestContext: { stage: 'x' } },
  alb: { httpMethod: 'BREW', headers: {}, requestContext: { elb: { targetGroupArn: 'x' } } },
  sqs: { Records: [{ eventSource: 'aws:sqs' }, { eventSource: 'aws:sqs' }] }, sns: { Records: [{ EventSource: 'aws:sns' }] },
  kafka: { eventSource: 'aws:kafka', records: {} }, s3: { Records: [{ eventSource: 'aws:s3' }] },
  sqsTraced: { Records: [1, 2].map((n) => ({ eventSource: 'aws:sqs', eventSourceARN: 'arn:aws:sqs:eu-west-1:1:orders', body: '{"Type":"Notification","MessageAttributes":{"traceparent":{"Type":"String","Value":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333' + n + '-01"}}}', attributes: { AWSTraceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad' + n + ';Sampled=1' }, messageAttributes: {} })) },
  kinesis: { Records: [{ eventSource: 'aws:kinesis', eventSourceARN: 'arn:aws:kinesis:eu-west-1:1:stream/s', kinesis: { data: Buffer.from('{"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}').toString('base64') } }] },
  dynamo: { Records: [{ eventSource: 'aws:dynamodb', eventSourceARN: 'arn:aws:dynamodb:eu-west-1:1:table/t/stream/x', dynamodb: {}, eventName: 'INSERT' }] },
  durable: { DurableExecutionArn: 'x', CheckpointToken: 'y', InitialExecutionState: { Operations: [{}] } },
  baggage: { version: '2.0', requestContext: { http: { method: 'GET' } }, headers: { baggage: 'a=b', tracestate: 'x=y', traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'x-amzn-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1' } },
  timer: { source: 'aws.events', 'detail-type': 'Scheduled Event' }, bus: { 'detail-type': 'Order' },
}
class Thenable { then(resolve) { resolve('of a thenable') } }
const failing = () => { throw new TypeError('mine') }
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming')

async function everyStyle() {
say('wrap', [
  [wrap(async () => {}).length, wrap(async (a, b) => {}).length, wrap(function named(a, b, c) {}).name],
  [typeof wrap({}), wrap(undefined) ?? null, wrap('text')],
  wrap(async () => {}, { flush: 'nonsense', leaks: 'nonsense', flushTimeoutMs: -1, serviceName: '', endpoint: 'nonsense' }).length,
])

const plain = wrap(async function (event, context) { return [event, context.awsRequestId, arguments.length, this?.self] })
for (const [name, event] of Object.entries(EVENTS)) say('event ' + name, await call(plain.bind({ self: 1 }), event))
say('status', await call(wrap(async () => ({ statusCode: 503, body: '' })), EVENTS.http2))
say('status getter', await call(wrap(async () => ({ statusCode: { valueOf: () => failing() } })), EVENTS.http1).then((given) => given[0]))
const hooked = wrap(async () => { query(); return 'hooked' }, {
  ...(process.env.ACTS_TRACE && { attributes: () => ({ own: 1 }), redact: (name, value) => value, onError: () => {}, tenant: 'hashed' }),
})
say('hooks', await call(hooked, {}, contextOf({ tenantId: 'acme', xRayTraceId: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0' })))
say('hooks again', await call(hooked, EVENTS.baggage, contextOf({ tenantId: 'acme' })))
say('sync', await call(wrap((event) => event), 1))
say('sync throw', await call(wrap(failing)))
for (const thrown of [new RangeError('rejected'), 'text', null, undefined, 7]) say('rejects', await call(wrap(async () => { throw thrown })))
say('later', await call(wrap(async () => { await turn(); return 'later' })))
say('thenable', await call(wrap(() => new Thenable())))
say('thenable throws', await call(wrap(() => ({ then: failing }))))
say('getter', await call(wrap(() => ({ get then() { return failing() } }))))
say('no context', await call(wrap(async (event, context) => [event, context]), 2, null))
say('empty context', await call(wrap(async (event, context) => [event, context]), 2, {}))
say('long context', await call(wrap(async () => 'x'), {}, contextOf({ awsRequestId: undefined, getRemainingTimeInMillis: () => 'soon' })))
const twice = wrap(wrap(async (event) => event))
say('twice', await call(twice, 3))
const inner = wrap(async (event, context) => [event, context.awsRequestId])
say('nested', await call(wrap(async (event, context) => [await inner(event, context), await inner(event, { ...context })]), 4))
say('overlapping', await Promise.all([1, 2, 3].map((n) => call(wrap(async () => { await sleep(n); return n })))))

const old = {
  'callback': wrap((event, context, callback) => callback(null, 'called back')),
  'callback later': wrap((event, context, callback) => void setTimeout(callback, 2, null, 'later')),
  'callback error': wrap((event, context, callback) => callback(new Error('called back'))),
  'callback throws': wrap((event, context, callback) => failing()),
  'callback twice': wrap((event, context, callback) => { callback(null, 1); callback(null, 2) }),
  'done': wrap((event, context) => context.done(null, 'done')),
  'succeed': wrap((event, context) => context.succeed('succeeded')),
  'fail': wrap((event, context) => context.fail(new Error('failed'))),
}
for (const [name, given] of await Promise.all(Object.entries(old).map(async ([name, handler]) => [name, await callOld(handler)]))) say(name, given)
say('unanswered', await callOld(wrap(function unanswered() { return 'nobody waits for this' })))
say('promise, old', await callOld(wrap(async (event, context, callback) => 'of a promise')))
say('rejection, old', await callOld(wrap(async (event, context, callback) => failing())))
say('frozen context', await call(wrap(async (event, context) => Object.isFrozen(context)), {}, Object.freeze(contextOf())))

const streaming = async (event, stream, context) => { stream.write(context.awsRequestId); stream.end('last'); return event.result }
streaming[STREAMING] = 'response'
say('stream', await callStream(wrap(streaming), { result: 'ignored' }))
const breaking = async (event, stream) => { stream.write('half'); failing() }
breaking[STREAMING] = 'response'
say('stream breaks', await callStream(wrap(breaking)))

say('slow', await call(wrap(async () => { await sleep(25); return 'too late' }), {}, contextOf({ getRemainingTimeInMillis: () => (collector ? 55 : 35) })))
say('hurried', await call(wrap(async () => 'in time'), {}, contextOf({ getRemainingTimeInMillis: () => 5 })))

}

async function everyLeak() {
  const list = [], map = new Map(), set = new Set(), deep = { of: { lists: [[]] } }, weak = new WeakMap()
  class Shop { items = []; static sold = [] }
  const shop = new Shop()
  const steps = [1, 2, 3], budget = { left: 900 }, requestToken = 'a1b2c3d4e5f6a7b8c9', now = new Date()
  let lastUser = '', degraded = false, csv = 'id;user\\n'.repeat(40)
  const leaking = wrap(async (event) => {
    list.push(event); map.set('k' + event.n, event); set.add(event.n); deep.of.lists[0].push(event); shop.items.push(event); Shop.sold.push(event)
    weak.set(event, event)
    const before = lastUser
    lastUser = event.userId
    if (event.n === 9) degraded = true
    budget.left -= 1
    steps.reverse()
    csv += event.userId + ';' + degraded
    process.umask(0o077)
    setTimeout(() => {}, 3_600_000)
    setInterval(() => {}, 3_600_000)
    return [list.length, before, requestToken, now.getTime() > 0]
  })
  for (let n = 0; n < 45; n++) say('leak', await call(leaking, { n, userId: 'user-' + n, body: '{"a":[1]}', cookies: ['session=abcdef' + n] }))
}
// Where no runtime waits for the first event, init is over a turn after the load.
await turn()
await turn()
if (process.env.ACTS_LEAK) {
  await everyLeak()
  process.exit(0)
}
await everyStyle()
// The event loop runs empty with a callback handler that never answers.
void wrap((event, context, callback) => {})({}, contextOf(), () => {})
extensions?.close()
extensions?.closeAllConnections()
collector?.close()
collector?.closeIdleConnections()
`
