import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { findings, leaking } from './leaking.ts'
import { type Ran, runProgram } from './program.ts'

// What an invocation leaves in the process itself: listeners, handles, files, the environment, what all objects share.

const facts = (ran: Ran): unknown[] =>
  findings(ran).map(({ kind, class: of, name, location }) => [kind, of, name, /:\d+$/.test(String(location))])

test.each<[string, string, string, unknown[]]>([
  [
    'a listener of the process',
    '',
    `process.on('warning', () => event)`,
    ['listener', 'resource', `process.on('warning')`, true],
  ],
  [
    'a listener of an emitter',
    `import { EventEmitter } from 'node:events'; const bus = new EventEmitter(); bus.setMaxListeners(0)`,
    `bus.on('order', () => event)`,
    ['listener', 'resource', `bus.on('order')`, true],
  ],
  [
    'a listener of a signal',
    'const { signal } = new AbortController()',
    `signal.addEventListener('abort', () => event)`,
    ['listener', 'resource', `signal.addEventListener('abort')`, true],
  ],
  [
    'a listener of an emitter that stands in an object',
    `import { EventEmitter } from 'node:events'; const app = { bus: new EventEmitter() }; app.bus.setMaxListeners(0)`,
    `app.bus.once('ready', () => event)`,
    ['listener', 'resource', `app.bus.on('ready')`, true],
  ],
  [
    'a watcher',
    `import { watch } from 'node:fs'; const start = () => watch('.', () => {})`,
    'start()',
    ['handle', 'resource', 'file watcher in start', true],
  ],
  [
    'a file',
    `import { openSync } from 'node:fs'`,
    `openSync('/proc/version', 'r')`,
    ['handle', 'resource', 'file descriptor', true],
  ],
  [
    'a file in /tmp',
    `import { writeFileSync } from 'node:fs'; import { tmpdir } from 'node:os'`,
    'writeFileSync(`${tmpdir()}/upload-${event.id}`, event.id)',
    ['tmp_file', 'resource', '/tmp', true],
  ],
  [
    'a variable of the environment for each request',
    '',
    "process.env['SEEN_' + event.n] = '1'",
    ['env', 'growth', 'process.env', true],
  ],
  [
    'the working folder',
    `import { tmpdir } from 'node:os'`,
    'process.chdir(tmpdir())',
    ['env', 'state', 'process.cwd()', true],
  ],
  ['the mask of new files', '', 'process.umask(0o077)', ['env', 'state', 'process.umask()', true]],
  ['a prototype', '', 'Object.prototype.isAdmin = true', ['prototype', 'state', 'Object.prototype', true]],
  [
    'a prototype of lists',
    '',
    'Array.prototype.last ??= function () { return this.at(-1) }',
    ['prototype', 'state', 'Array.prototype', true],
  ],
  [
    'a global list',
    '',
    '(globalThis.audit ??= []).push(event.n)',
    ['global', 'growth', 'globalThis.audit', true],
  ],
])('%s is found', async (_name, before, body, finding) => {
  expect(facts(await leaking(before, body, { invocations: 60 })).at(0)).toEqual(finding)
})

test.each<[string, string, string]>([
  ['a listener that is there from the start', `process.on('warning', () => {})`, ''],
  [
    'a listener that is taken off',
    '',
    `const f = () => {}; process.on('warning', f); process.off('warning', f)`,
  ],
  [
    'a listener that listens once and has heard',
    `import { EventEmitter } from 'node:events'; const bus = new EventEmitter()`,
    `bus.once('x', () => {}); bus.emit('x')`,
  ],
  [
    'a file that is closed',
    `import { openSync, closeSync } from 'node:fs'`,
    `closeSync(openSync('/proc/version', 'r'))`,
  ],
  [
    'a file in /tmp that is written over',
    `import { writeFileSync } from 'node:fs'; import { tmpdir } from 'node:os'`,
    'writeFileSync(`${tmpdir()}/latest`, event.id)',
  ],
  ['a variable of the environment that is set once', '', `process.env.READY ??= 'yes'`],
  [
    'a folder that is changed and changed back',
    '',
    `const at = process.cwd(); process.chdir('/'); process.chdir(at)`,
  ],
  [
    'a method that is defined as a language would',
    '',
    `Object.defineProperty(Array.prototype, 'mine', { value: 1, configurable: true })`,
  ],
  ['a global that is made once', '', 'globalThis.started ??= { at: 1 }'],
])('%s stays silent', async (_name, before, body) => {
  expect(facts(await leaking(before, body, { invocations: 60 }))).toEqual([])
})

/** A server that the program calls, over a client that it makes. */
async function calling(before: string, body: string, pauseMs = 0): Promise<Ran> {
  const server = createServer((_request, response) => response.end('ok'))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return runProgram(
    `import http from 'node:http'
const call = (agent) => new Promise((resolve) => http.get('${url}', { agent }, (answer) => answer.resume().on('end', resolve)))
${before}
const handler = wrap(async (event) => { ${body} })
for (let i = 0; i < 60; i++) {
  await handler({ n: i }, context('r' + i))
  if (${pauseMs}) await new Promise((resolve) => setTimeout(resolve, ${pauseMs}))
}
process.exit()`,
    { env: { THERMOCLINE_LEAKS: 'every' } },
  )
}

test('a connection for each invocation is found, and where it is opened', async () => {
  const ran = await calling('', 'await call(new http.Agent({ keepAlive: true }))')
  expect(facts(ran).filter((fact) => (fact as string[])[0] === 'connection_churn')).toEqual([
    ['connection_churn', 'resource', 'http.get in call', true],
  ])
})

test('a connection that is kept stays silent', async () => {
  expect(
    facts(await calling('const agent = new http.Agent({ keepAlive: true })', 'await call(agent)')),
  ).toEqual([])
})

/** With time between the invocations, as there is between most requests. */
function paced(before: string, body: string): Promise<Ran> {
  return runProgram(
    `${before}
const handler = wrap(async (event) => { ${body} })
for (let i = 0; i < 25; i++) {
  await handler({ n: i }, context('r' + i))
  await new Promise((resolve) => setTimeout(resolve, 40))
}
process.exit()`,
    { env: { THERMOCLINE_LEAKS: 'every' } },
  )
}

test.each<[string, string, string, unknown[]]>([
  [
    'a timer that fires after the answer',
    `const later = () => setTimeout(() => {}, 20)`,
    'later()',
    ['background_work', 'background', 'setTimeout in later', true],
  ],
  [
    'a file that nobody waits to be written',
    `import { writeFile } from 'node:fs/promises'; import { tmpdir } from 'node:os'; const audit = () => writeFile(tmpdir() + '/audit', 'x'.repeat(1e6))`,
    'void audit()',
    ['background_work', 'background', 'fs.writeFile in audit', true],
  ],
])('%s is found', async (_name, before, body, finding) => {
  expect(facts(await paced(before, body))).toEqual([finding])
})

test.each<[string, string, string, unknown[]]>([
  [
    'an init that failed and is kept',
    `const ready = Promise.reject(new Error('no database')); ready.catch(() => {})`,
    `await ready.catch(() => {})`,
    ['poisoned_init', 'state', 'ready', true],
  ],
  [
    'a regular expression that goes on',
    'const word = /[a-z]+/g',
    `word.test('some text')`,
    ['drift', 'state', 'word.lastIndex', true],
  ],
])('%s is found', async (_name, before, body, finding) => {
  expect(facts(await leaking(before, body, { invocations: 40 })).at(0)).toEqual(finding)
})

test.each<[string, string, string]>([
  ['a timer that is waited for', '', 'await new Promise((resolve) => setTimeout(resolve, 1))'],
  [
    'a file that is waited for',
    `import { readFile } from 'node:fs/promises'`,
    `await readFile('/proc/version')`,
  ],
  ['an init that worked', 'const ready = Promise.resolve(1)', 'await ready'],
  [
    'an init that is tried again',
    'let ready',
    `ready ??= Promise.reject(new Error('once')); await ready.catch(() => { ready = undefined })`,
  ],
  [
    'a regular expression that starts anew',
    'const word = /[a-z]+/g',
    `word.lastIndex = 0; while (word.exec('some text'));`,
  ],
])('%s stays silent', async (_name, before, body) => {
  expect(facts(await leaking(before, body, { invocations: 40 }))).toEqual([])
})

test('a request that nobody waits for is found', async () => {
  const ran = await calling('const agent = new http.Agent({ keepAlive: true })', 'void call(agent)', 20)
  expect(facts(ran)).toContainEqual(['background_work', 'background', 'http.get in call', true])
})
