// The user's function, which leaks in every way with a canary wherever a user's data may stand. It is no TypeScript
// because the SDK reads the source of what it finds, and a stripped type would stand between.
//
// To plant in one more place call `plant` there with words for the place: what was planted is told on descriptor 3,
// and all of it is searched for.
import { AsyncLocalStorage } from 'node:async_hooks'
import { channel } from 'node:diagnostics_channel'
import { mkdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { Writable } from 'node:stream'

const { PLANTS_FILE, SDK, CANARY, LOOPBACK, TMPDIR, ENDING, REQUEST_ID, THERMOCLINE_FLUSH } = process.env
const { register, wrap } = await import(SDK)
const { createPlanter } = await import(CANARY)
const planter = createPlanter()
if (THERMOCLINE_FLUSH === 'extension') await register()
const plant = planter.text
const templates = JSON.parse(readFileSync(new URL('events.json', import.meta.url), 'utf8'))
const events = Object.entries(templates).map(([name, template]) => planter.json(`event of ${name}`, template))

// What a user writes himself is no business of ours, and told apart by this.
const say = (line) => console.log(`USER ${line}`)

process.title = plant('process.title')
process.env[plant('name of an environment variable set late')] = plant('environment variable set late')

// A module that was made for somebody, in a folder of /tmp.
const folder = `${TMPDIR}/${plant('name of a folder in /tmp')}`
const rules = `${folder}/${plant('name of a module in /tmp')}.cjs`
mkdirSync(folder)
writeFileSync(rules, 'const remembered = []\nexports.remember = (value) => remembered.push(value)\n')
const { remember } = createRequire(import.meta.url)(rules)

// Whatever else may have a name that was made from data.
globalThis[plant('name of a global')] = [plant('value of a global')]
process.on(plant('name of an event'), () => {})
channel(plant('name of a channel')).subscribe(() => {})
performance.mark(plant('name of a mark'), { detail: plant('detail of a mark') })
createServer()
  .listen(`${TMPDIR}/${plant('name of a socket')}`)
  .unref()
const storage = new AsyncLocalStorage({ name: plant('name of a storage') })

// State of the module that outlives its invocation.
const all = []
const byKey = new Map()
const seen = new Set()
const object = {}
const byNumber = {}
const nested = {}
const holder = { list: [], settings: { [plant('key that is there from the start')]: [] } }
const bySymbol = {}
let current
class Registry {
  static cache = {}
  #entries = new Map()
  add(name, value) {
    this.#entries.set(name, value)
    Registry.cache[name] = [value]
  }
}
const registry = new Registry()
const perTenant = {
  [plant('name of a function')](n) {
    setInterval(() => {}, 60_000, plant(`argument of a timer ${n}`))
  },
}
const [startTimer] = Object.values(perTenant)

function grow(event, n) {
  globalThis[plant(`name of a global ${n}`)] = plant(`value of a global ${n}`)
  process.on(plant(`name of an event ${n}`), () => {})
  current = plant(`variable ${n}`)
  all.push(event, plant(`value of an array ${n}`), planter.number(`number in an array ${n}`))
  byKey.set(plant(`key of a map ${n}`), plant(`value of a map ${n}`))
  seen.add(plant(`entry of a set ${n}`))
  object[plant(`key of an object ${n}`)] = plant(`value of an object ${n}`)
  byNumber[planter.number('numeric key')] ??= []
  byNumber[planter.number('numeric key')].push(n)
  nested[plant('key of a nested array')] ??= []
  nested[plant('key of a nested array')].push(event)
  holder.list.push(event)
  holder.settings[plant('key that is there from the start')].push(n)
  bySymbol[Symbol(plant(`symbol ${n}`))] = n
  registry.add(plant(`key of a private map ${n}`), current)
  remember(plant(`value in a module of /tmp ${n}`))
  startTimer(n)
  writeFileSync(`${TMPDIR}/${plant(`name of a file in /tmp ${n}`)}`, plant(`file in /tmp ${n}`))
  say(plant(`line of the user's ${n}`))
}

class ShopError extends Error {}

// Thrown or given back, one after the other.
const outcomes = [
  () => planter.json('result', { statusCode: 200, headers: { 'x-*': '*' }, body: '*', '*': ['*', '#'] }),
  () => planter.json('result that failed', { statusCode: 500, body: '{"message":"*"}' }),
  () => planter.json('result without a status', { statusCode: '*', errorMessage: '*', '*': '#' }),
  () => plant('result that is a text'),
  () => {
    throw Object.assign(
      new ShopError(plant('message of an error'), { cause: new Error(plant('cause of an error')) }),
      {
        name: plant('name of an error'),
        code: plant('code of an error'),
        ...planter.json('fields of an error', { '*': '*', card: '#', statusCode: '*' }),
      },
    )
  },
  () => {
    throw new AggregateError([new Error(plant('error in an aggregate'))], plant('message of an aggregate'))
  },
  () => {
    throw plant('text that was thrown')
  },
  () => {
    throw planter.number('number that was thrown')
  },
  () => {
    throw planter.json('object that was thrown', { message: '*', name: '*', stack: '*', '*': '*' })
  },
  () => {
    throw Object.assign(new Error('no'), { constructor: { name: plant('constructor set on an error') } })
  },
]

const handler = wrap(async (event, context) => {
  const { n } = context
  grow(event, n)
  if (n % 20 === 0)
    await (await fetch(`${LOOPBACK}/${plant('path of a URL')}?${plant('query of a URL')}`)).text()
  return storage.run(planter.json('store', { '*': '*' }), outcomes.at(n % outcomes.length))
})

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming')
const stream = wrap(
  Object.assign(
    async (event, response) => {
      response.write(plant('chunk of a stream'))
      response.destroy(new ShopError(plant('error of a stream')))
      await new Promise((resolve) => void setTimeout(resolve, 1))
      return event
    },
    { [STREAMING]: 'response' },
  ),
)
const old = wrap((_event, context, callback) => {
  if (context.n % 3 === 0) callback(plant('text given to a callback'))
  else if (context.n % 3 === 1) context.fail(new ShopError(plant('error given to context.fail')))
  else context.succeed({ [plant('key given to context.succeed')]: plant('value given to context.succeed') })
})
const slow = wrap(
  () => new Promise((resolve) => void setTimeout(resolve, 60, plant('result that came too late'))),
)

function contextOf(n, remainingMs = 30_000) {
  return {
    n,
    awsRequestId: `${REQUEST_ID ?? '8f3a1c52-0000-4000-8000'}-${String(n).padStart(12, '0')}`,
    functionName: 'orders',
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders',
    getRemainingTimeInMillis: () => remainingMs,
    ...planter.json('context', {
      tenantId: '*',
      clientContext: { client: { installation_id: '*' }, Custom: { '*': '*' }, env: { '*': '*' } },
      identity: { cognitoIdentityId: '*', cognitoIdentityPoolId: '*' },
    }),
  }
}

// Reading it throws, which makes the SDK fail: what it says then is searched too.
const hostile = {
  get requestContext() {
    throw Object.assign(new ShopError(plant('message of an error that reading threw')), {
      name: plant('name of an error that reading threw'),
    })
  },
}

for (let n = 0; n < 80; n += 1) {
  // oxlint-disable-next-line no-await-in-loop -- one invocation after another
  await handler(events.at(n % events.length), contextOf(n)).catch(() => {})
  // An extension's work is done before the next invocation: the container waits for it.
  // oxlint-disable-next-line no-await-in-loop
  if (THERMOCLINE_FLUSH === 'extension') await new Promise((resolve) => void setTimeout(resolve, 20))
}
for (let n = 80; n < 83; n += 1) {
  const answers = { done() {}, succeed() {}, fail() {} }
  // oxlint-disable-next-line no-await-in-loop
  await new Promise((resolve) => {
    old(events[0], { ...contextOf(n), ...answers, succeed: resolve, fail: resolve }, resolve)
  })
}
await stream(
  events[0],
  new Writable({ write: (_c, _e, done) => done() }).on('error', () => {}),
  contextOf(83),
)
await slow(events[0], contextOf(84, 55))
for (const odd of [
  plant('event that is a text'),
  planter.number('event that is a number'),
  [plant('event in an array')],
])
  // oxlint-disable-next-line no-await-in-loop
  await handler(odd, contextOf(85)).catch(() => {})
await handler(hostile, contextOf(86)).catch(() => {})

const uncaught = new ShopError(plant('message of an error that nobody caught'))
writeSync(Number(PLANTS_FILE), JSON.stringify([...planter.plants.values()]))
if (ENDING === 'crash') {
  const crashing = wrap(async () => {
    setTimeout(() => {
      throw uncaught
    }, 1)
    await new Promise((resolve) => void setTimeout(resolve, 1000))
  })
  await crashing(events[0], contextOf(87))
}
process.exit()
