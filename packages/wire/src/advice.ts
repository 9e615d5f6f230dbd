import type { FindingClass, FindingKind } from './words.ts'

/** What a finding means and what to do about it: for a colleague who has not seen one before. */
export interface Advice {
  readonly means: string
  readonly todo: string
  /** A few lines of JavaScript, before and after; null where nothing is to be done. */
  readonly sketch: string | null
}

/** The advice on a finding: what its class says goes before what its kind says. */
export function adviceOn(finding: {
  readonly kind: FindingKind
  readonly class: FindingClass | null
}): Advice {
  const { kind } = finding
  if (finding.class === 'cache') return CACHE
  if (finding.class === 'bleed' && kind !== 'retained_event') return kind === 'env' ? ENV : BLEED
  if (finding.class === 'state' && kind === 'module_variable') return STATE
  return ADVICE[kind]
}

const CACHE: Advice = {
  means:
    'State kept on purpose: every value lies under a key that belongs to it, and it does not grow without end.',
  todo: 'Nothing. It is listed so that you can see it was looked at.',
  sketch: null,
}

const BLEED: Advice = {
  means: 'A value of one request stays in shared state, where a later request can read it.',
  todo: 'Keep it in a variable of the handler, or under a key that belongs to the request; then look for who saw it.',
  sketch: `// before: one for all requests
let currentUser
export const handler = async (event) => {
  currentUser = await authenticate(event)
  return render()
}

// after: each request has its own
export const handler = async (event) => {
  const currentUser = await authenticate(event)
  return render(currentUser)
}`,
}

const STATE: Advice = {
  means: 'Invocations change a variable outside the handler, so later ones start from another state.',
  todo: 'Copy it in the handler before changing it, or set it anew at the start of each invocation.',
  sketch: `// before
const defaults = { retries: 3, tags: [] }
export const handler = async (event) => send(Object.assign(defaults, event.options))

// after
export const handler = async (event) => send({ ...structuredClone(defaults), ...event.options })`,
}

const ENV: Advice = {
  means: 'An invocation changed process.env, which every later invocation in the container sees.',
  todo: 'Pass the value as an argument; treat process.env as read-only.',
  sketch: `// before
process.env.TENANT_ID = event.tenantId
await sync()

// after
await sync({ tenantId: event.tenantId })`,
}

const ADVICE: Readonly<Record<FindingKind, Advice>> = {
  module_variable: {
    means:
      'A variable outside the handler keeps growing, because the container keeps it between invocations.',
    todo: 'Move it into the handler, or give it a limit: a size with eviction, or an age.',
    sketch: `// before: an entry for each request, for good
const seen = new Map()
seen.set(event.id, result)

// after: the oldest goes when there are too many
const MOST = 1000
seen.set(event.id, result)
if (seen.size > MOST) seen.delete(seen.keys().next().value)`,
  },
  retained_event: {
    means: 'The event of an earlier invocation is still reachable, so its data can show up in a later one.',
    todo: 'Pass the event as an argument and keep only what must outlive the call, copied.',
    sketch: `// before
let lastEvent
export const handler = async (event) => {
  lastEvent = event
  return work()
}

// after
export const handler = async (event) => work(event)`,
  },
  background_work: {
    means: 'Work started by one invocation was still running when the next one began.',
    todo: 'Await it before the handler returns; freezing stops it midway and thaws it in someone else’s call.',
    sketch: `// before
audit.write(event.id)
return { statusCode: 200 }

// after
await audit.write(event.id)
return { statusCode: 200 }`,
  },
  timer: {
    means: 'A timer set by one invocation was left running, so it fires during a later one.',
    todo: 'Clear it in a finally block, or set it once at module level.',
    sketch: `// before
setInterval(() => lease.renew(), 1000)
return await work(event)

// after
const renewing = setInterval(() => lease.renew(), 1000)
try {
  return await work(event)
} finally {
  clearInterval(renewing)
}`,
  },
  listener: {
    means: 'Each invocation adds an event listener and none is removed: handlers run more often every time.',
    todo: 'Register it once at module level, use once(), or pass an AbortSignal and abort it at the end.',
    sketch: `// before
export const handler = async (event) => {
  process.on('SIGTERM', close)
  return work(event)
}

// after
process.on('SIGTERM', close)
export const handler = async (event) => work(event)`,
  },
  handle: {
    means: 'A file, socket or watcher was opened and not closed; a container has 1,024 file descriptors.',
    todo: 'Close it in a finally block, or open it once at module level and reuse it.',
    sketch: `// before
const file = await open('/opt/rates.csv')
return parse(await file.readFile('utf8'))

// after
const file = await open('/opt/rates.csv')
try {
  return parse(await file.readFile('utf8'))
} finally {
  await file.close()
}`,
  },
  tmp_file: {
    means: 'Files stay in /tmp after the invocation: the disk fills, and later requests can read them.',
    todo: 'Delete the file in a finally block, and give it a name that cannot be guessed.',
    sketch: `// before
await writeFile('/tmp/upload.pdf', body)
return await scan('/tmp/upload.pdf')

// after
const folder = await mkdtemp('/tmp/upload-')
try {
  await writeFile(\`\${folder}/upload.pdf\`, body)
  return await scan(\`\${folder}/upload.pdf\`)
} finally {
  await rm(folder, { recursive: true })
}`,
  },
  env: ENV,
  global: {
    means: 'An invocation created or changed a global, which every later invocation in the container sees.',
    todo: 'Declare the variable in the handler. Strict mode turns a forgotten declaration into an error.',
    sketch: `// before: no declaration makes a global
total = sum(event.items)

// after
const total = sum(event.items)`,
  },
  prototype: {
    means:
      'An invocation changed a built-in prototype: all code in the container behaves differently from then on.',
    todo: 'Look for a merge of untrusted keys such as __proto__; freeze prototypes or use maps.',
    sketch: `// before: { "__proto__": { "admin": true } } reaches every object
for (const key in patch) merge(settings, key, patch[key])

// after
for (const key of Object.keys(patch)) {
  if (key === '__proto__' || key === 'constructor') continue
  merge(settings, key, patch[key])
}`,
  },
  connection_churn: {
    means: 'Every invocation opens new connections instead of using the ones the container already has.',
    todo: 'Create the client once at module level, with keep-alive.',
    sketch: `// before
export const handler = async (event) => {
  const client = new Client({ connectionString })
  await client.connect()
  return query(client, event)
}

// after
const pool = new Pool({ connectionString, max: 1 })
export const handler = async (event) => query(pool, event)`,
  },
  lazy_init: {
    means: 'Heavy loading runs inside the first invocation, on the caller’s time.',
    todo: 'Move the import to module level, where init has a full CPU; or load less.',
    sketch: `// before
export const handler = async (event) => {
  const { render } = await import('./pdf.js')
  return render(event)
}

// after
import { render } from './pdf.js'
export const handler = async (event) => render(event)`,
  },
  poisoned_init: {
    means: 'A failed init was remembered, so every later invocation in the container fails the same way.',
    todo: 'Forget a rejected promise before the next call, so that it is tried again.',
    sketch: `// before
const secret = fetchSecret()
export const handler = async (event) => work(event, await secret)

// after
let secret
const getSecret = () => (secret ??= fetchSecret().catch((error) => {
  secret = undefined
  throw error
}))
export const handler = async (event) => work(event, await getSecret())`,
  },
  stale_init: {
    means: 'A value such as a time or an id was computed once at init and is used as if it were fresh.',
    todo: 'Compute it in the handler.',
    sketch: `// before
const requestedAt = new Date()
export const handler = async (event) => save({ ...event, requestedAt })

// after
export const handler = async (event) => save({ ...event, requestedAt: new Date() })`,
  },
  drift: {
    means:
      'Shared state moves a little with each invocation, so the same request gets a different answer later.',
    todo: 'Copy shared objects before changing them, and reset counters at the start of the handler.',
    sketch: `// before: reverses the one list that all requests share
return stages.reverse()

// after
return stages.toReversed()`,
  },
  heap_trend: {
    means:
      'Memory in use after garbage collection keeps rising: something is kept, though no name was found.',
    todo: 'Compare two heap snapshots in the lab, and look at what was allocated between them.',
    sketch: `import { writeHeapSnapshot } from 'node:v8'

let invocations = 0
export const handler = async (event) => {
  invocations += 1
  if (invocations === 20 || invocations === 200) writeHeapSnapshot(\`/tmp/\${invocations}.heapsnapshot\`)
  return work(event)
}`,
  },
}
