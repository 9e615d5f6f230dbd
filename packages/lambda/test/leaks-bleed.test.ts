import { expect, test } from 'vitest'
import { findings } from './leaking.ts'
import { type ProgramOptions, type Ran, runProgram } from './program.ts'

// Requests of several users, as an HTTP API sends them, to a handler that looks at each.

/** `before` stands at module level, `body` is the handler's; `event.userId` says whose request it is. */
function serving(
  before: string,
  body: string,
  more: ProgramOptions & { invocations?: number; users?: number } = {},
): Promise<Ran> {
  const { invocations = 12, users = 5, ...options } = more
  return runProgram(
    `${before}
const handler = wrap(async (event, context) => {
  ${body}
})
for (let i = 0; i < ${invocations}; i++) {
  const user = 'ada-' + (i * 7 % ${users}) + '-lovelace'
  await handler({
    userId: user,
    headers: { authorization: 'Bearer token-of-' + user, 'user-agent': 'curl/8.0', 'x-request-id': 'q-' + i },
    requestContext: { accountId: '123456789012', stage: 'production', authorizer: { tenantId: 'acme-' + i % 4 } },
    body: JSON.stringify({ email: user + '@example.com', item: 'screw-' + i }),
  }, context('r' + i))
}
process.exit()`,
    { ...options, env: { THERMOCLINE_LEAKS: 'every', ...options.env } },
  )
}

const facts = (ran: Ran): unknown[] =>
  findings(ran).map(
    ({ kind, class: of, severity, name }) =>
      `${String(kind)} ${String(of)} ${String(severity)} ${String(name)}`,
  )

test.each<[string, string, string, string]>([
  [
    'the current user',
    'let currentUser',
    'currentUser = event.userId',
    'module_variable bleed high currentUser',
  ],
  [
    'a field of a state object',
    'const state = { user: null }',
    'state.user = event.userId',
    'module_variable bleed high state.user',
  ],
  [
    'a header on a client that all share',
    'const client = { defaults: { headers: {} } }',
    'client.defaults.headers.authorization = event.headers.authorization',
    'module_variable bleed high client.defaults.headers.authorization',
  ],
  [
    'the token out of a header',
    'let token',
    `token = event.headers.authorization.split(' ')[1]`,
    'module_variable bleed high token',
  ],
  [
    'a value out of a body',
    'let email',
    'email = JSON.parse(event.body).email',
    'module_variable bleed high email',
  ],
  [
    'a static field',
    'class Session { static owner }',
    'Session.owner = event.userId',
    'module_variable bleed high Session.owner',
  ],
  [
    'the state of a factory',
    'const make = () => { let tenant; return (id) => { tenant = id } }; const set = make()',
    'set(event.requestContext.authorizer.tenantId)',
    'module_variable bleed high tenant',
  ],
  [
    'an entry under a fixed key',
    'const latest = new Map()',
    `latest.set('user', event.userId)`,
    "module_variable bleed high latest.get('user')",
  ],
  [
    'a private field',
    'class Access { #subject; begin(id) { this.#subject = id } get has() { return this.#subject !== undefined } }; const access = new Access()',
    'access.begin(event.userId)',
    'module_variable bleed high access.#subject',
  ],
  [
    'a private static field',
    'class Scope { static #owner; static enter(id) { Scope.#owner = id } static get has() { return Scope.#owner !== undefined } }',
    'Scope.enter(event.userId)',
    'module_variable bleed high Scope.#owner',
  ],
  [
    'a list that belongs to a query',
    'const query = { values: [] }',
    'query.values[0] = event.userId; query.values[1] = 10',
    'module_variable bleed high query.values',
  ],
  [
    'a longer text',
    'let greeting',
    'greeting = `Dear ${event.userId}, we have news`',
    'module_variable bleed high greeting',
  ],
  [
    'a variable that is compared only to refuse',
    'let currentUser',
    'currentUser = { id: event.userId }; if (event.owner && event.owner !== currentUser.id) throw new Error("no")',
    'module_variable bleed high currentUser',
  ],
  ['an implicit global', '', 'globalThis.actor = event.userId', 'global bleed high globalThis.actor'],
])('what a request leaves in %s is found', async (_name, before, body, finding) => {
  const ran = await serving(before, body)
  expect(facts(ran)).toContain(finding)
  expect(
    new Set(facts(ran).filter((fact) => String(fact).startsWith('module_variable'))).size,
  ).toBeLessThanOrEqual(1)
})

test.each<[string, string, string, string]>([
  ['in capitals', 'let shown', 'shown = event.userId.toUpperCase()', 'shown'],
  [
    'as a hash',
    `import { createHash } from 'node:crypto'; const visitor = { hash: '' }`,
    `visitor.hash = createHash('sha256').update(event.userId).digest('hex')`,
    'visitor.hash',
  ],
  ['as a number', 'let shard', 'shard = event.userId.charCodeAt(4) * 7919', 'shard'],
])('what is made of an identity is found: %s', async (_name, before, body, name) => {
  const ran = await serving(before, body, { invocations: 30 })
  expect(facts(ran)).toEqual([`module_variable bleed high ${name}`])
})

test.each<[string, string, string]>([
  [
    'a page under its path',
    'const pages = {}; let turn = 0',
    'const path = "/account/" + (turn++ % 2); pages[path] ??= `Hello ${event.userId}!`; return { body: pages[path] }',
  ],
  [
    'an offer under the tenant',
    'const pages = new Map()',
    'const key = "offer:" + event.requestContext.authorizer.tenantId; if (!pages.has(key)) pages.set(key, { to: event.userId }); return pages.get(key)',
  ],
])('%s that was made for one user and goes to others is critical', async (_name, before, body) => {
  const ran = await serving(before, body, { invocations: 30 })
  expect(facts(ran)).toEqual(['module_variable bleed critical pages'])
})

test('one request’s profile in the answers to others is critical, and says from which request it comes', async () => {
  const ran = await serving(
    'let profile; const load = async (id) => ({ id, plan: "gold" })',
    'profile ??= await load(event.userId); return { statusCode: 200, body: JSON.stringify(profile) }',
  )
  expect(facts(ran)).toEqual(['module_variable bleed critical profile'])
  const finding = ran.spans.find(({ name }) => name === 'thermocline.finding')
  const from = ran.roots.find(({ spanId }) => spanId === finding?.links[0])
  expect(from?.attributes['faas.invocation.id']).toBe('r0')
})

test('a profile that is made of a field of the event, once, is none that was filled from the start', async () => {
  const ran = await serving('let profile', 'profile ??= { id: event.userId }')
  expect(facts(ran)).toEqual(['module_variable bleed high profile'])
})

test.each<[string, string, string, string]>([
  ['the last event', 'let lastEvent', 'lastEvent = event', 'retained_event bleed high lastEvent'],
  ['the context', 'const held = {}', 'held.context = context', 'retained_event bleed high held.context'],
  ['a part of an event', 'let headers', 'headers = event.headers', 'retained_event bleed high headers'],
])('%s that is kept is found', async (_name, before, body, finding) => {
  expect(facts(await serving(before, body))).toContain(finding)
})

test.each<[string, string, string]>([
  ['nothing at module level', '', 'const user = event.userId; return user'],
  [
    'a variable that is cleared',
    'let user',
    'user = event.userId; try { return user } finally { user = undefined }',
  ],
  [
    'one entry that is asked for its key',
    'const last = { key: undefined, value: undefined }',
    'if (last.key !== event.userId) { last.key = event.userId; last.value = 1 }',
  ],
  ['a request id', 'const log = {}', `log.requestId = event.headers['x-request-id']`],
  [
    'what all events say',
    'let stage; let account',
    'stage = event.requestContext.stage; account = event.requestContext.accountId',
  ],
  [
    'settings that a request happens to name',
    `const config = { tenant: 'acme-1', user: 'ada-2-lovelace' }`,
    'return config.tenant',
  ],
  ['the agent', 'let agent', `agent = event.headers['user-agent']`],
  ['a counter', 'let count = 1000', 'count += 1'],
  ['what comes and goes as it likes', 'let state = "ab"; let n = 0', 'n += 1; state = "s" + (n * n % 3)'],
  ['a list that is filled anew', 'const seen = []', 'seen.length = 0; seen.push(event.userId)'],
  [
    'the last of several users',
    'const recent = []',
    'recent.unshift(event.userId); if (recent.length > 4) recent.pop()',
  ],
  [
    'what is looked up, by whoever asks for it',
    'const posts = new Map(); const authors = ["ada-1-lovelace", "ada-3-lovelace"]; let n = 0',
    'const key = "post:" + (n++ % 6); if (!posts.has(key)) posts.set(key, { author: authors[n % 2] }); return posts.get(key)',
  ],
  [
    'a private field that holds no one',
    'class Pool { #size = 3; take() { this.#size -= 1; this.#size += 1; return this.#size } }; const pool = new Pool()',
    'return pool.take()',
  ],
])('%s stays silent', async (_name, before, body) => {
  expect(facts(await serving(before, body, { invocations: 25 }))).toEqual([])
})

test.each<[string, string, string]>([
  [
    'a client for each tenant',
    'const clients = new Map()',
    'const id = event.requestContext.authorizer.tenantId; if (!clients.has(id)) clients.set(id, { tenant: id })',
  ],
  [
    'an object keyed by user',
    'const clients = {}',
    'clients[event.userId] ??= { user: event.userId, beta: true }',
  ],
  [
    'composite keys',
    'const clients = new Map()',
    'const k = "acme:" + event.userId; clients.set(k, { owner: event.userId })',
  ],
  [
    'a cache with a limit',
    'const clients = new Map()',
    'clients.set(event.userId, { plan: "gold" }); if (clients.size > 3) clients.delete(clients.keys().next().value)',
  ],
])('%s is a cache, for information', async (_name, before, body) => {
  expect(facts(await serving(before, body, { invocations: 25 }))).toEqual([
    'module_variable cache info clients',
  ])
})

test('in production’s schedule it is found too', async () => {
  const ran = await serving('let currentUser', 'currentUser = event.userId', {
    invocations: 1000,
    env: { THERMOCLINE_LEAKS: 'sampled' },
  })
  expect(facts(ran)).toEqual(['module_variable bleed high currentUser'])
})

test.each<[string, string, string]>([
  [
    'keys and values',
    'const byUser = {}; let u',
    `byUser.last = event.userId; byUser[event.userId + '!'] = u = event.headers`,
  ],
  [
    'the name of a global and of its event',
    `import { EventEmitter } from 'node:events'; const name = ['ada', 0, 'lovelace'].join('-')`,
    `(globalThis[name] ??= new EventEmitter().setMaxListeners(0)).on(name, () => {})`,
  ],
  [
    'the name a function got at run time',
    `import { createServer } from 'node:net'; const name = ['ada', 0, 'lovelace'].join('-'); const { [name]: connect } = { [name]: () => createServer().listen(0) }`,
    'connect()',
  ],
])('no value of a request is told: %s', async (_name, before, body) => {
  const ran = await serving(before, body, { invocations: 40 })
  expect(findings(ran).length).toBeGreaterThan(0)
  expect(JSON.stringify(ran.spans)).not.toContain('lovelace')
})

// In production few invocations are looked at, and most of what is found then came with another.
test.each<[string, string, string, string]>([
  [
    'an error keeps its user',
    'const health = {}; let n = 0',
    'if (n++ % 9 === 4) health.lastError = Object.assign(new Error("late"), { who: { id: event.userId } })',
    'module_variable bleed high health.lastError',
  ],
  [
    'a cookie that is renewed now and then',
    'const answer = { cookies: [] }; let n = 0',
    'if (n++ % 8 === 3) answer.cookies = [`session=${event.userId}; Max-Age=3600`]',
    'module_variable bleed high answer.cookies',
  ],
  [
    'a private field',
    'class Access { #subject; begin(id) { this.#subject = id } get has() { return this.#subject !== undefined } }; const access = new Access()',
    'access.begin(event.userId)',
    'module_variable bleed high access.#subject',
  ],
])('at the production schedule too: %s', async (_name, before, body, finding) => {
  const ran = await serving(before, body, {
    invocations: 200,
    users: 25,
    env: { THERMOCLINE_LEAKS: 'sampled' },
  })
  expect(facts(ran)).toEqual([finding])
})

test('at the production schedule an event is read without running what it defines', async () => {
  const ran = await runProgram(
    `let last, ran = 0
const handler = wrap(async (event) => { last = { owner: event.owner } })
for (let i = 0; i < 60; i++) {
  const event = { user: 'ada-' + (i % 7), owner: 'ada-' + (i % 7) }
  if (i > 5) Object.defineProperty(event, 'user', { get() { ran += 1; throw new Error('no') }, enumerable: true })
  await handler(i % 2 ? event : new Proxy(event, { getOwnPropertyDescriptor() { ran += 1; throw new Error('no') } }), context('r' + i))
}
print(ran)
process.exit()`,
    { env: { THERMOCLINE_LEAKS: 'sampled' } },
  )
  expect(ran.printed).toEqual([0])
})

test('a context that is kept, and by which one may answer, leads to nothing of ours', async () => {
  const ran = await runProgram(
    `let held
const handler = wrap(async (event, context) => { held ??= context; return held.getRemainingTimeInMillis() })
const answers = { done() {}, succeed() {}, fail() {} }
for (let i = 0; i < 60; i++) await handler({ id: 'user-' + i }, { ...context('r' + i), ...answers })
process.exit()`,
    { env: { THERMOCLINE_LEAKS: 'every' } },
  )
  expect(facts(ran)).toEqual(['retained_event bleed high held'])
})
