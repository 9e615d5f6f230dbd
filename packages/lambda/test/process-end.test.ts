import { expect, test } from 'vitest'
import { runProgram } from './program.ts'

const told = (
  spans: readonly { readonly status: number; readonly attributes: Readonly<Record<string, unknown>> }[],
) =>
  spans.map(({ status, attributes }) => [attributes['faas.invocation.id'], status, attributes['error.type']])

test.each([
  ['an exception', `setTimeout(() => { throw new RangeError('secret') }, 5); await never`, 1, 'RangeError'],
  ['a rejection', `Promise.reject(new RangeError('secret')); await never`, 1, 'RangeError'],
  ['a rejection with a string', `Promise.reject('secret'); await never`, 1, 'UnhandledPromiseRejection'],
  ['process.exit', `process.exit(7)`, 7, 'process.exit'],
  ['an event loop that runs empty', `await never`, 13, 'process.exit'],
])('%s takes its course, and the invocation it ended is told', async (_, body, exitCode, errorType) => {
  const source = `
    const never = new Promise(() => {})
    const keep = setTimeout(() => {}, 200)
    await wrap(async () => {})({}, context('r1'))
    await wrap(async () => { keep.unref(); ${body} })({}, context('r2'))
  `
  const wrapped = await runProgram(source)
  const bare = await runProgram(source.replaceAll('wrap(', '('))
  expect([wrapped.exitCode, bare.exitCode]).toEqual([exitCode, exitCode])
  expect(wrapped.stderr).not.toContain('thermocline:')
  expect(told(wrapped.roots)).toEqual([
    ['r1', 0, undefined],
    ['r2', 2, errorType],
  ])
  expect(wrapped.stdout).not.toContain('secret')
})

test('an exception that the application survives is none of the invocation', async () => {
  const { roots, exitCode } = await runProgram(`
    process.on('uncaughtException', () => {})
    await wrap(async () => {
      setTimeout(() => { throw new RangeError('x') }, 5)
      await new Promise((done) => setTimeout(done, 30))
    })({}, context('r1'))
  `)
  expect([exitCode, told(roots)]).toEqual([0, [['r1', 0, undefined]]])
})

test('in otlp mode too, the invocation that ended the process is told, in the log', async () => {
  const { roots, exitCode } = await runProgram(`await wrap(async () => process.exit(3))({}, context('r1'))`, {
    env: { THERMOCLINE_ENDPOINT: 'http://127.0.0.1:9' },
  })
  expect([exitCode, told(roots)]).toEqual([3, [['r1', 2, 'process.exit']]])
})

test('no listener of ours is left between invocations, on any path', async () => {
  const { printed } = await runProgram(`
    const count = () => process.eventNames().map((name) => [String(name), process.listenerCount(name)]).toSorted().join()
    const before = count()
    const within = []
    const seen = [before]
    await wrap(async () => { within.push(count()) })({}, context('r1')); seen.push(count())
    await wrap(async () => { throw 1 })({}, context('r2')).catch(() => {}); seen.push(count())
    wrap(() => 1)({}, context('r3')); seen.push(count())
    wrap((event, context, callback) => callback(null, 1))({}, context('r4'), () => {}); seen.push(count())
    await wrap(() => new Promise((done) => setTimeout(done, 120)))({}, context('r5', { getRemainingTimeInMillis: () => 60 }))
    seen.push(count())
    print([seen.every((each) => each === before), within[0] !== before])
  `)
  expect(printed).toEqual([[true, true]])
})

test('an application with as many listeners as Node allows is not warned of ours', async () => {
  const { stderr, roots } = await runProgram(`
    for (let i = 0; i < process.getMaxListeners(); i++) process.on('exit', () => {})
    await wrap(async () => {})({}, context('r1'))
    print(process.getMaxListeners())
  `)
  expect([stderr, roots.length]).toEqual(['', 1])
})

test('a listener for one rejection is no reason to survive the next', async () => {
  const { exitCode, stderr, roots } = await runProgram(`
    process.once('unhandledRejection', () => {})
    const pause = () => new Promise((done) => setTimeout(done, 20))
    await wrap(async () => {
      Promise.reject(new Error('one'))
      await pause()
      Promise.reject(new RangeError('two'))
      await pause()
    })({}, context('r1'))`)
  expect([exitCode, stderr.includes('RangeError: two')]).toEqual([1, true])
  expect(roots.map(({ attributes }) => attributes['error.type'])).toEqual(['RangeError'])
})
