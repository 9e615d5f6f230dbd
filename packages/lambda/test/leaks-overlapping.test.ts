import { expect, test } from 'vitest'
import { findings } from './leaking.ts'
import { type Ran, runProgram } from './program.ts'

// Under Managed Instances one process runs several invocations at once.

const AT_ONCE = 8

/** `before` stands at module level; of `body`, the handler's, eight run at a time, and end in another order than they began. */
function overlapping(before: string, body: string, leaks = 'every', rounds = 25): Promise<Ran> {
  return runProgram(
    `${before}
const handler = wrap(async (event, context) => {
  await new Promise((done) => setTimeout(done, (event.n * 7) % 5))
  ${body}
})
for (let round = 0; round < ${rounds}; round++) {
  await Promise.all(Array.from({ length: ${AT_ONCE} }, (_, i) => {
    const n = round * ${AT_ONCE} + i
    return handler({ n, userId: 'ada-' + (n % 5) + '-lovelace' }, context('r' + n))
  }))
}
process.exit()`,
    { env: { AWS_LAMBDA_MAX_CONCURRENCY: String(AT_ONCE), THERMOCLINE_LEAKS: leaks } },
  )
}

const facts = (ran: Ran): string[] => [
  ...new Set(findings(ran).map(({ kind, name }) => `${String(kind)} ${String(name)}`)),
]

test.each<[string, string, string]>([
  ['every', 'const seen = []', 'seen.push(event.n)'],
  ['sampled', 'const seen = new Map()', 'seen.set(event.n, true)'],
])('what grows is found with eight at once: %s', async (leaks, before, body) => {
  expect(facts(await overlapping(before, body, leaks, 60))).toEqual(['module_variable seen'])
})

test.each<[string, string, string]>([
  [
    'what is under way',
    'const underWay = new Set()',
    'underWay.add(event); await new Promise((done) => setTimeout(done, 3)); underWay.delete(event)',
  ],
  [
    'a context that follows the request',
    `import { AsyncLocalStorage } from 'node:async_hooks'; const storage = new AsyncLocalStorage()`,
    'await storage.run({ user: event.userId }, () => new Promise((done) => setTimeout(done, 2)))',
  ],
  ['timers of others', '', 'setTimeout(() => {}, 20)'],
  ['a variable of the request at hand', 'let user', 'user = event.userId'],
])('what cannot be told from the work of others stays untold: %s', async (_name, before, body) => {
  expect(facts(await overlapping(before, body))).toEqual([])
})
