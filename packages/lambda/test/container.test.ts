import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isLogStream } from '../src/identity/container.ts'
import { firstStart, PROACTIVE_AFTER_MS } from '../src/identity/start.ts'
import { temporaryFolder } from '@thermocline/testkit/folder'
import { LOG_STREAM, type ProgramOptions, runProgram } from './program.ts'

const TWO = `
  const handler = wrap(async () => {})
  await handler({}, context('r1'))
  await new Promise((done) => setTimeout(done, 30))
  await handler({}, context('r2'))
`

test('the first invocation of a container is cold and tells its init; the next is warm and tells its idle time', async () => {
  const { roots, spans } = await runProgram(TWO)
  const [first, second] = roots.map(({ attributes }) => attributes)
  expect(first).toMatchObject({
    'thermocline.start': 'cold',
    'faas.coldstart': true,
    'thermocline.container.invocation': 1,
    'thermocline.process.invocation': 1,
    'thermocline.container.thread': 0,
    'thermocline.init.type': 'on-demand',
    'thermocline.init.source': 'sdk',
  })
  expect(second).toMatchObject({
    'thermocline.start': 'warm',
    'faas.coldstart': false,
    'thermocline.container.invocation': 2,
    'thermocline.process.invocation': 2,
  })
  expect(first).not.toHaveProperty('thermocline.container.idle_ms')
  expect(second).not.toHaveProperty('thermocline.init.duration_ms')
  expect(second?.['thermocline.container.idle_ms']).toBeGreaterThanOrEqual(29)
  const init = spans.find(({ name }) => name === 'init')
  expect(init?.traceId).toBe(roots[0]?.traceId)
  expect((init?.endMs ?? 0) - (init?.startMs ?? 0)).toBeCloseTo(
    Number(first?.['thermocline.init.duration_ms']),
    1,
  )
  expect(init?.endMs).toBeLessThanOrEqual(Number(roots[0]?.startMs) + 1)
})

test('init ends in the turn after the module has loaded, not when the first invocation comes', async () => {
  const { roots } = await runProgram(`
    const handler = wrap(async () => {})
    setTimeout(() => handler({}, context('r1')), 300)
  `)
  expect(roots[0]?.attributes['thermocline.init.to_first_invocation_ms']).toBeGreaterThan(200)
})

test('a new process in an old container is a reinit: age, count and id go on', async () => {
  const options: ProgramOptions = { tmp: temporaryFolder(), env: { AWS_LAMBDA_LOG_STREAM_NAME: '$LATEST' } }
  const before = await runProgram(TWO, options)
  const after = await runProgram(TWO, options)
  const attributes = [...before.roots, ...after.roots].map((root) => root.attributes)
  expect(attributes.map((each) => each['thermocline.start'])).toEqual(['cold', 'warm', 'reinit', 'warm'])
  expect(attributes.map((each) => each['faas.coldstart'])).toEqual([true, false, false, false])
  expect(attributes.map((each) => each['thermocline.container.invocation'])).toEqual([1, 2, 3, 4])
  expect(new Set(attributes.map((each) => each['thermocline.container.id'])).size).toBe(1)
  expect(new Set(attributes.map((each) => each['thermocline.process.id'])).size).toBe(2)
  const ages = attributes.map((each) => Number(each['thermocline.container.age_ms']))
  expect(ages).toEqual(ages.toSorted((a, b) => a - b))
})

test('containers that share one /tmp keep apart where the log stream tells them apart', async () => {
  const tmp = temporaryFolder()
  const other = `2026/08/08/orders[7]${'0'.repeat(32)}`
  await runProgram(TWO, { tmp })
  const { roots } = await runProgram(TWO, { tmp, env: { AWS_LAMBDA_LOG_STREAM_NAME: other } })
  expect(roots[0]?.attributes).toMatchObject({
    'thermocline.start': 'cold',
    'thermocline.container.id': other,
  })
})

test('a process that failed before its first invocation leaves the next start cold: its caller waits still', async () => {
  const tmp = temporaryFolder()
  await runProgram(`wrap(async () => {}); throw new Error('init broke')`, { tmp })
  const { roots } = await runProgram(TWO, { tmp })
  expect(roots.map(({ attributes }) => attributes['thermocline.start'])).toEqual(['cold', 'warm'])
})

test('a marker that is not ours to read is left alone, and the container taken as new', async () => {
  const tmp = temporaryFolder()
  await runProgram(TWO, { tmp })
  const [file = ''] = readdirSync(tmp)
  writeFileSync(join(tmp, file), 'garbage')
  const { roots, stderr } = await runProgram(TWO, { tmp })
  expect(roots[0]?.attributes).toMatchObject({
    'thermocline.start': 'cold',
    'thermocline.container.id': LOG_STREAM,
  })
  expect(stderr).toBe('')
})

test('without a place to write, the handler runs and is traced', async () => {
  const { roots, stderr } = await runProgram(TWO, {
    tmp: '/nonexistent',
    env: { AWS_LAMBDA_LOG_STREAM_NAME: '' },
  })
  expect(roots).toHaveLength(2)
  expect(roots[0]?.attributes['thermocline.container.id']).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  )
  expect(roots[0]?.resource).not.toHaveProperty('faas.instance')
  expect(stderr).toBe('')
})

test('under Managed Instances nothing is counted by container, and the thread is told', async () => {
  const { roots } = await runProgram(
    `
    import { isMainThread, Worker } from 'node:worker_threads'
    if (isMainThread) new Worker(new URL(import.meta.url))
    else await wrap(async () => {})({}, context('r1'))
    `,
    { env: { AWS_LAMBDA_MAX_CONCURRENCY: '10', AWS_LAMBDA_INITIALIZATION_TYPE: 'lambda-managed-instances' } },
  )
  expect(roots[0]?.attributes).toMatchObject({
    'thermocline.start': 'provisioned',
    'thermocline.container.thread': 1,
  })
  expect(roots[0]?.attributes).not.toHaveProperty('thermocline.container.invocation')
})

test.each([
  ['on-demand', 0, 0, 'cold'],
  [undefined, 0, PROACTIVE_AFTER_MS, 'cold'],
  ['on-demand', 0, PROACTIVE_AFTER_MS + 1, 'proactive'],
  ['provisioned-concurrency', 0, 60_000, 'provisioned'],
  ['provisioned-concurrency', 3, 0, 'reinit'],
  ['snap-start', 0, 0, 'restored'],
  ['something-new', 0, 0, 'cold'],
  ['on-demand', 1, 60_000, 'reinit'],
] as const)(
  'init type %s after %i invocations, %i ms after init, is %s',
  (initType, invocationsBefore, idleSinceInitMs, start) => {
    expect(firstStart({ initType, invocationsBefore, idleSinceInitMs })).toBe(start)
  },
)

test.each([
  [LOG_STREAM, true],
  ['2024/03/05/apcStackMonitor[$LATEST]6e67d1a7b5b94b8b8b1d3c1d5a8f9eac', true],
  ['2024/03/05/[12]6e67d1a7b5b94b8b8b1d3c1d5a8f9eac', true],
  ['$LATEST', false],
  ['2024/03/05/[$LATEST][6e67d1a7b5b94b8b8b1d3c1d5a8f9eac]', false],
  ['', false],
  [undefined, false],
])('%s has the shape of a log stream: %s', (name, expected) => {
  expect(isLogStream(name)).toBe(expected)
})
