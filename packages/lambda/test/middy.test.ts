import { expect, test } from 'vitest'
import { runProgram } from './program.ts'

const MIDDY = import.meta.resolve('@middy/core')
const MIDDLEWARE = new URL('../dist/middy.mjs', import.meta.url).href

const PROGRAM = `
  import middy from '${MIDDY}'
  import thermocline from '${MIDDLEWARE}'
`

test('a middy handler with the middleware is watched from the first middleware to the last', async () => {
  const { printed, roots, stderr } = await runProgram(`${PROGRAM}
    const slow = { before: () => new Promise((done) => setTimeout(done, 30)) }
    const handler = middy().use(thermocline()).use(slow).handler(async (event) => ({ statusCode: event.status }))
    print(await handler({ status: 200 }, context('r1')))
    print(await handler({ status: 503, httpMethod: 'GET', requestContext: {} }, context('r2')))
  `)
  expect([printed, stderr]).toEqual([[{ statusCode: 200 }, { statusCode: 503 }], ''])
  expect(roots.map(({ attributes }) => [attributes['faas.invocation.id'], attributes['error.type']])).toEqual(
    [
      ['r1', undefined],
      ['r2', '503'],
    ],
  )
  expect(roots[0]?.attributes['thermocline.start']).toBe('cold')
  expect((roots[0]?.endMs ?? 0) - (roots[0]?.startMs ?? 0)).toBeGreaterThan(25)
})

test('an error passes the middleware untouched, and is told by its class', async () => {
  const { printed, roots } = await runProgram(`${PROGRAM}
    class OrderError extends Error {}
    const error = new OrderError('secret')
    const handler = middy().use(thermocline()).handler(async () => { throw error })
    await handler({}, context('r1')).catch((caught) => print(caught === error))
  `)
  expect(printed).toEqual([true])
  expect(roots.map(({ attributes }) => attributes['error.type'])).toEqual(['OrderError'])
})

test('beside a wrapper around the whole the middleware counts nothing twice', async () => {
  const { roots } = await runProgram(`${PROGRAM}
    await wrap(middy().use(thermocline()).handler(async () => 1))({}, context('r1'))
  `)
  expect(roots).toHaveLength(1)
})

test('options are those of wrap, and a bad one is reported once', async () => {
  const { printed, roots, stderr } = await runProgram(`${PROGRAM}
    const handler = middy().use(thermocline({ leaks: 'never', attributes: () => ({ app: 1 }) })).handler(async () => 1)
    print(await handler({}, context('r1')))
  `)
  expect(printed).toEqual([1])
  expect(stderr).toBe('thermocline: leaks must be one of "off", "sampled", "every", got "never"\n')
  expect(roots[0]?.attributes['app']).toBe(1)
})

test.each([
  ['before', `{ before: () => ({ statusCode: 401 }) }`],
  ['after', `{ after: () => ({ statusCode: 401 }) }`],
  ['onError', `{ before: () => { throw new Error('x') }, onError: () => ({ statusCode: 401 }) }`],
])('where %s of another answers early, the invocation is over, and leaves no timer', async (_name, other) => {
  const { printed, roots } = await runProgram(`${PROGRAM}
    const handler = middy().use(thermocline()).use(${other}).handler(async () => ({ statusCode: 200 }))
    const http = { httpMethod: 'GET', requestContext: {} }
    print(await handler(http, { ...context('r1'), getRemainingTimeInMillis: () => 100 }))
    print(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length)
    await new Promise((done) => setTimeout(done, 150))
  `)
  expect(printed).toEqual([{ statusCode: 401 }, 0])
  expect(
    roots.map(({ attributes }) => [attributes['http.response.status_code'], attributes['error.type']]),
  ).toEqual([[401, undefined]])
})

test.each([
  ['another error', 'throw new TypeError("in onError")', 'TypeError'],
  ['the same error', 'throw request.error', 'OrderError'],
  ['a text', 'throw "no"', '_OTHER'],
])(
  'where onError of another throws %s, the invocation is over, and leaves no timer',
  async (_name, body, type) => {
    const { printed, roots } = await runProgram(`${PROGRAM}
    class OrderError extends Error {}
    const handler = middy().use(thermocline()).use({ onError: (request) => { ${body} } }).handler(async () => { throw new OrderError('no') })
    for (const id of ['r1', 'r2']) await handler({}, context(id)).catch(() => {})
    print(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length)
  `)
    expect(printed).toEqual([0])
    expect(
      roots.map(({ attributes }) => [attributes['faas.invocation.id'], attributes['error.type']]),
    ).toEqual([
      ['r1', type],
      ['r2', type],
    ])
  },
)
