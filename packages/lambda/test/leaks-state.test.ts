import { expect, test } from 'vitest'
import { findings, leaking } from './leaking.ts'
import { type Ran, runProgram } from './program.ts'

// State that goes one way and never comes back, what should be made for each request and is made once, and what is loaded
// while a caller waits; each beside what looks like it and is right.

const facts = (ran: Ran): unknown[] =>
  findings(ran).map(({ kind, class: of, name, location }) => [kind, of, name, location])

test.each<[string, string, string, unknown[]]>([
  [
    'a budget that only falls',
    'let retriesLeft = 100',
    `if (event.n % 2) retriesLeft -= 1; return retriesLeft > 0`,
    ['drift', 'state', 'retriesLeft'],
  ],
  [
    'a budget in an object',
    'const limits = { remaining: 500 }',
    'limits.remaining--',
    ['drift', 'state', 'limits.remaining'],
  ],
  [
    'a flag that one request sets for all after it',
    'let degraded = false',
    `if (event.n === 9) degraded = true; return degraded ? 'short' : 'long'`,
    ['drift', 'state', 'degraded'],
  ],
  [
    'a field of a class that is set and not reset',
    'class Gate { static closed = false }',
    'if (event.n === 9) Gate.closed = true; return Gate.closed',
    ['drift', 'state', 'Gate.closed'],
  ],
  [
    'a list that every request turns round',
    `const steps = ['check', 'pay', 'send']`,
    'return steps.reverse()',
    ['drift', 'state', 'steps'],
  ],
  [
    'a list that is sorted in place',
    `const plans = [{ price: 1, rank: 3 }, { price: 2, rank: 2 }, { price: 3, rank: 1 }]`,
    `return plans.sort((a, b) => event.n % 2 ? a.price - b.price : a.rank - b.rank)[0]`,
    ['drift', 'state', 'plans'],
  ],
  [
    'an id that is made once and given to all',
    `import { randomUUID } from 'node:crypto'; const correlationId = randomUUID()`,
    `return { headers: { 'x-correlation-id': correlationId } }`,
    ['stale_init', 'state', 'correlationId'],
  ],
  [
    'an id within a text of the answer',
    `import { randomBytes } from 'node:crypto'; const traceToken = randomBytes(12).toString('hex')`,
    `return { body: JSON.stringify({ trace: traceToken }) }`,
    ['stale_init', 'state', 'traceToken'],
  ],
  [
    'a time that is taken once',
    'const now = new Date()',
    'return event.n > now.getTime()',
    ['stale_init', 'state', 'now'],
  ],
  [
    'the same in milliseconds, in an object',
    'const clock = { today: Date.now() }',
    'return { expired: event.n < clock.today }',
    ['stale_init', 'state', 'clock.today'],
  ],
])('%s is found', async (_what, before, body, expected) => {
  const ran = await leaking(before, body, { invocations: 60 })
  expect(facts(ran)).toEqual([[...expected, expect.stringMatching(/^index\.mjs:\d+$/)]])
})

test('counts of one request that the next counts on are found, both of them', async () => {
  const ran = await leaking(
    'let lines = 0; let indexed = 0',
    'for (let i = 0; i < 3; i++) { lines += 1; if (event.n % 5 || i) indexed += 1 } return indexed !== lines',
    { invocations: 60 },
  )
  expect(facts(ran).map((fact) => (fact as unknown[]).slice(0, 3))).toEqual([
    ['drift', 'state', 'lines'],
    ['drift', 'state', 'indexed'],
  ])
})

test.each<[string, string, string]>([
  ['a counter', 'let served = 0', 'served += 1; return served'],
  [
    'counts of what began and what ended',
    'let began = 0; let ended = 0',
    'began += 1; await null; ended += 1; return began === ended',
  ],
  [
    'counts that nothing holds against each other',
    'let hits = 0; let misses = 1',
    'hits += 1; if (event.n % 3) misses += 1; return hits / (hits + misses)',
  ],
  [
    'a budget that is refilled',
    'let tokens = 10',
    'tokens -= 1; if (tokens === 0) tokens = 10; return tokens',
  ],
  ['a budget that is given back', 'let free = 500', 'free -= 2; free += 1; return free'],
  ['a warm flag', 'let isCold = true', 'const was = isCold; isCold = false; return was'],
  [
    'a flag that says what is done once',
    'let connected = false',
    'if (event.n === 9) connected = true; return connected',
  ],
  [
    'a flag that is taken back',
    'let open = false',
    'if (event.n === 9) open = true; if (event.n === 30) open = false; return open',
  ],
  ['a list that is copied', 'const steps = [3, 1, 2]', 'return [...steps].reverse()'],
  ['a list that goes round', 'const hosts = [1, 2, 3]', 'hosts.push(hosts.shift()); return hosts[0]'],
  [
    'an id of the container',
    `import { randomUUID } from 'node:crypto'; const instanceId = randomUUID()`,
    'return { instanceId }',
  ],
  [
    'an id for each request',
    `import { randomUUID } from 'node:crypto'; let lastId = ''`,
    'lastId = randomUUID(); return { lastId }',
  ],
  [
    'a secret that is no part of an answer',
    `import { randomBytes } from 'node:crypto'; const pepper = randomBytes(12).toString('hex')`,
    'return pepper.length',
  ],
  ['when the process was started', 'const startedAt = Date.now()', 'return Date.now() - startedAt'],
  ['a time that others are counted from', 'const epoch = Date.now()', 'return performance.now() - epoch'],
  [
    'a time that is renewed',
    'let fetchedAt = Date.now()',
    'if (event.n % 10 === 0) fetchedAt = Date.now(); return fetchedAt',
  ],
])('%s stays silent', async (_what, before, body) => {
  expect(facts(await leaking(before, body, { invocations: 60 }))).toEqual([])
})

const HEAVY = 'const end = Date.now() + 150; while (Date.now() < end);'

test('a heavy module that the handler loads is told with the line that asks for it', async () => {
  const ran = await runProgram(
    `
    const light = require('./light.cjs')
    const handler = wrap(async (event) => {
      require('./light.cjs')
      return require('./heavy.cjs')
    })
    for (let n = 0; n < 12; n++) await handler({ n }, context('r' + n))
    process.exit()`,
    {
      format: 'cjs',
      files: { 'heavy.cjs': HEAVY, 'light.cjs': '' },
      env: { THERMOCLINE_LEAKS: 'every' },
    },
  )
  expect(facts(ran)).toEqual([
    ['lazy_init', 'state', "require('./heavy.cjs')", expect.stringMatching(/^index\.cjs:\d+$/)],
  ])
})

test('so is an ES module, where every invocation is looked at', async () => {
  const ran = await leaking('', `return (await import('./heavy.mjs')).default`, {
    invocations: 12,
    files: { 'heavy.mjs': `${HEAVY} export default 1` },
  })
  expect(facts(ran)).toEqual([
    ['lazy_init', 'state', "import('./heavy.mjs')", expect.stringMatching(/^index\.mjs:\d+$/)],
  ])
})

test('a heavy module that is loaded with the program, and a slow first request, are none', async () => {
  const ran = await leaking(
    `import './heavy.mjs'`,
    'if (event.n === 0) await new Promise((resolve) => setTimeout(resolve, 150))',
    { invocations: 12, files: { 'heavy.mjs': HEAVY } },
  )
  expect(facts(ran)).toEqual([])
})
