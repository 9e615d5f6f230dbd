import { expect, test } from 'vitest'
import { runProgram } from './program.ts'
import * as events from './trigger-events.ts'
import { SPAN, spanOf, TRACE, traceparent } from './trigger-events.ts'

const XRAY = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8'

function message(n: number): object {
  return events.sqsMessage({
    messageAttributes: { traceparent: { stringValue: traceparent(n), dataType: 'String' } },
  })
}

/** The root spans of handlers that answer events, given as JSON. */
async function rootsOf(...calls: readonly { event: unknown; result?: unknown; context?: object }[]) {
  const { roots } = await runProgram(`
    for (const [n, { event, result, context: more }] of ${JSON.stringify(calls)}.entries())
      await wrap(async () => result)(event, context('r' + n, more))
  `)
  return roots
}

// What the caller put into its trace state is handed on, and not sent.
test('an unsampled parent is still the parent, and the root span is sent all the same', async () => {
  const event = events.restApi({ Traceparent: traceparent(0, '00'), TraceState: 'dd=s:0' })
  const [root] = await rootsOf({ event, result: { statusCode: 503 } })
  expect(root).toMatchObject({
    traceId: TRACE,
    parent: SPAN,
    kind: 2,
    status: 2,
    links: [],
  })
  expect(root?.attributes).toMatchObject({
    'faas.trigger': 'http',
    'thermocline.trigger.source': 'api_gateway_rest',
    'http.route': '/orders/{id}',
    'http.response.status_code': 503,
    'error.type': '503',
  })
})

test('a batch is consumed: it has links, and what was given back is counted', async () => {
  const [root, many] = await rootsOf(
    {
      event: { Records: [message(1), events.sqsMessage(), message(2)] },
      result: { batchItemFailures: [{ itemIdentifier: 'a' }] },
    },
    { event: { Records: Array.from({ length: 130 }, (_, n) => message(n + 1)) } },
  )
  expect(root).toMatchObject({ kind: 5, parent: undefined, status: 0, links: [spanOf(1), spanOf(2)] })
  expect(root?.attributes).toMatchObject({
    'faas.trigger': 'pubsub',
    'thermocline.trigger.source': 'sqs',
    'messaging.destination.name': 'orders.fifo',
    'messaging.batch.message_count': 3,
    'thermocline.batch.failures': 1,
  })
  expect(root?.attributes).not.toHaveProperty('thermocline.trigger.links_left_out')
  expect(many?.links).toHaveLength(128)
  expect(many?.attributes).toMatchObject({ 'thermocline.trigger.links_left_out': 2 })
})

test('X-Ray is a parent where it says that it is sampled, and never more than a link elsewhere', async () => {
  const roots = await rootsOf(
    { event: {}, context: { xRayTraceId: `${XRAY};Sampled=1` } },
    { event: {}, context: { xRayTraceId: `${XRAY};Sampled=0` } },
  )
  expect(roots).toMatchObject([
    { traceId: '5759e988bd862e3fe1be46a994272793', parent: '53995c3f42cd8ad8', links: [] },
    { parent: undefined, links: ['53995c3f42cd8ad8'] },
  ])
})

test('where the context does not tell the X-Ray header the environment does', async () => {
  const { roots } = await runProgram(`await wrap(async () => {})({}, context('r1'))`, {
    env: { _X_AMZN_TRACE_ID: `${XRAY};Sampled=1` },
  })
  expect(roots).toMatchObject([{ parent: '53995c3f42cd8ad8' }])
})

test('a durable execution that goes on has not failed, and one that fails has', async () => {
  const event = events.EVENTS['durable']?.[0]
  const roots = await rootsOf(
    { event, result: { Status: 'PENDING' } },
    { event, result: { Status: 'FAILED' } },
  )
  expect(roots).toMatchObject([
    { status: 0, attributes: { 'thermocline.durable.first': true, 'thermocline.durable.operations': 1 } },
    { status: 2, attributes: { 'error.type': 'durable_failed' } },
  ])
})

test('an event that cannot be read reaches its handler, and is a direct call', async () => {
  const { roots, printed } = await runProgram(`
    const fail = () => { throw new Error('SECRET') }
    const event = new Proxy({}, { get: fail, has: fail, ownKeys: fail })
    print(await wrap(async (given) => given === event)(event, context('r1', { clientContext: event })))
  `)
  expect(printed).toEqual([true])
  expect(roots).toMatchObject([{ status: 0, attributes: { 'thermocline.trigger.source': 'direct' } }])
})
