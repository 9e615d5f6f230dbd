import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { startLab } from '@thermocline/lab'
import type { FunctionDescription, Lab } from '@thermocline/lab'

// What the lab costs. Run: npm run bench -- lab [invocations|idle|many]
// Invocations are compared with a floor in the same run: the same runtime process against a server that answers at once,
// writes nothing down and freezes nobody.

const INVOCATIONS = 10_000
const WARM_UP = 500
const IDLE_CONTAINERS = 20
const IDLE_SECONDS = 10
const MANY = 200

const FUNCTION: FunctionDescription = {
  name: 'noop',
  folder: fileURLToPath(new URL('functions', import.meta.url)),
  handler: 'noop.handler',
  memoryMb: 256,
  version: '1',
  keepAliveMs: 3_600_000,
}

const BENCHES: Readonly<Record<string, () => Promise<void>>> = { invocations, idle, many }

/** Every part, or the one that is named. */
export async function benchLab([wanted]: readonly string[]): Promise<void> {
  for (const [name, bench] of Object.entries(BENCHES)) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other: they would measure each other
    if (wanted === undefined || wanted === name) await bench()
  }
}

async function invocations(): Promise<void> {
  const lab = await startLab({ functions: [FUNCTION] })
  await invoke(lab, WARM_UP)
  const cpuBefore = process.cpuUsage()
  const perInvocation = await invoke(lab, INVOCATIONS)
  const { user, system } = process.cpuUsage(cpuBefore)
  await lab.stop()
  const floor = await bareExchanges(INVOCATIONS)
  print('10,000 invocations of a no-op handler, one after the other', [
    ['rate', `${Math.round(1e6 / perInvocation)} a second`],
    ['each', `${Math.round(perInvocation)} µs`],
    ['the same runtime without a lab', `${Math.round(floor)} µs`],
    ['ratio', (perInvocation / floor).toFixed(2)],
    ['CPU of the lab itself', `${Math.round((user + system) / INVOCATIONS)} µs an invocation`],
  ])
}

async function invoke(lab: Lab, count: number): Promise<number> {
  const began = performance.now()
  for (let n = 0; n < count; n++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await lab.invoke(FUNCTION.name, {})
  }
  return ((performance.now() - began) * 1000) / count
}

/** Microseconds of one exchange: next, response. */
async function bareExchanges(count: number): Promise<number> {
  let [answered, began] = [0, 0]
  const done = Promise.withResolvers<number>()
  const next = (response: ServerResponse): void => {
    const headers = {
      'Lambda-Runtime-Aws-Request-Id': `id-${answered}`,
      'Lambda-Runtime-Deadline-Ms': String(Date.now() + 3000),
      'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:us-east-1:123456789012:function:noop',
      'Lambda-Runtime-Trace-Id': 'Root=1-0-0;Parent=0;Sampled=0',
      'Content-Length': 2,
    }
    if (answered === WARM_UP) began = performance.now()
    if (answered === WARM_UP + count) return done.resolve(((performance.now() - began) * 1000) / count)
    response.writeHead(200, headers).end('{}')
  }
  const server = createServer((request, response) => {
    if (request.method === 'GET') return next(response)
    request.resume().on('end', () => {
      answered += 1
      response.writeHead(202, { 'Content-Length': 0 }).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const client = fileURLToPath(new URL('../../packages/lab/src/native-client.cjs', import.meta.url))
  const runtime = createRequire(import.meta.resolve('@thermocline/lab')).resolve('aws-lambda-ric')
  const child = spawn(process.execPath, ['--require', client, runtime], {
    env: {
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
      _HANDLER: FUNCTION.handler,
      LAMBDA_TASK_ROOT: FUNCTION.folder,
      AWS_LAMBDA_FUNCTION_NAME: FUNCTION.name,
      AWS_LAMBDA_FUNCTION_VERSION: '1',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_LOG_GROUP_NAME: 'none',
      AWS_LAMBDA_LOG_STREAM_NAME: 'none',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  child.once('exit', (code) => done.reject(new Error(`the bare runtime ended with ${code}`)))
  const each = await done.promise
  child.removeAllListeners('exit')
  child.kill('SIGKILL')
  server.close()
  server.closeAllConnections()
  return each
}

async function idle(): Promise<void> {
  const lab = await startLab({ functions: [FUNCTION] })
  await standing(lab, IDLE_CONTAINERS)
  const pids = pidsOf(lab)
  const [before, own] = [cpuMs(pids), process.cpuUsage()]
  await sleep(IDLE_SECONDS * 1000)
  const [after, { user, system }] = [cpuMs(pids), process.cpuUsage(own)]
  await lab.stop()
  print(`${IDLE_CONTAINERS} frozen containers for ${IDLE_SECONDS} s`, [
    ['CPU of the containers', `${after - before} ms`],
    ['CPU of the lab', `${((user + system) / 1000).toFixed(1)} ms`],
  ])
}

async function many(): Promise<void> {
  const before = memoryMb('self')
  const lab = await startLab({ functions: [FUNCTION] })
  const began = performance.now()
  await standing(lab, MANY)
  const tookMs = performance.now() - began
  const each = pidsOf(lab).map(memoryMb)
  const own = memoryMb('self') - before
  await lab.stop()
  const sum = each.reduce((total, one) => total + one, 0)
  print(`${MANY} containers at once`, [
    ['made in', `${(tookMs / 1000).toFixed(1)} s`],
    ['memory of each (proportional)', `${(sum / each.length).toFixed(1)} MB`],
    ['memory of all', `${Math.round(sum)} MB`],
    ['what the lab itself grew by', `${Math.round(own)} MB`],
  ])
}

/** Makes so many containers, a few at a time: the inits of all at once would overrun their limit. */
async function standing(lab: Lab, count: number): Promise<void> {
  for (let have = 0; have < count;) {
    have = Math.min(count, have + 4)
    lab.provision(FUNCTION.name, have)
    // oxlint-disable-next-line no-await-in-loop -- a few at a time
    await frozen(lab, have)
  }
}

async function frozen(lab: Lab, count: number): Promise<void> {
  if (lab.containers().filter(({ state }) => state === 'frozen').length >= count) return
  await sleep(5)
  return frozen(lab, count)
}

function pidsOf(lab: Lab): number[] {
  return lab.containers().flatMap(({ pid }) => (pid === null ? [] : [pid]))
}

function cpuMs(pids: readonly number[]): number {
  const ticks = pids.map((pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
    return Number(user) + Number(system)
  })
  // A tick is 10 ms on every Linux Node runs on.
  return ticks.reduce((total, one) => total + one, 0) * 10
}

/** What is its own, and its share of what it has in common with others. */
function memoryMb(pid: number | 'self'): number {
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]
  return Number(kilobytes ?? 0) / 1024
}

function print(title: string, rows: readonly (readonly [string, string])[]): void {
  console.log(`\n${title}`)
  for (const [name, figure] of rows) console.log(`  ${name.padEnd(36)}${figure}`)
}
