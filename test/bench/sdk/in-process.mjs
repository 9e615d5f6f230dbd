import { writeSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'

// Loads a handler as the runtime does, calls it again and again, and writes what that took to descriptor 3.

const { file, warmUp, count, collect, event, arn, timeoutMs } = JSON.parse(process.env.BENCH_LOOP ?? '')
const gc = collect ? globalThis.gc : () => {}
const took = new Float64Array(count)
const deadlineMs = Date.now() + 1000 * timeoutMs

const { handler } = await import(file)
gc()
const heapAtLoad = process.memoryUsage().heapUsed
await invoke(0)
gc()
const heapAfterFirst = process.memoryUsage().heapUsed
const heapAt = {}

// oxlint-disable no-await-in-loop -- a container has one invocation at a time
for (let n = 1; n < warmUp; n++) await invoke(n)
const cpu = process.cpuUsage()
for (let n = 0; n < count; n++) {
  took[n] = await invoke(warmUp + n)
  if (collect && (n === Math.floor(count / 4) || n === count - 1)) {
    gc()
    heapAt[n] = process.memoryUsage().heapUsed
  }
}
// oxlint-enable no-await-in-loop
const { user, system } = process.cpuUsage(cpu)
const rssMb = process.memoryUsage.rss() / 1_048_576

const [early, late] = Object.entries(heapAt)
took.sort()
const found = {
  p50Us: took[Math.floor(count * 0.5)],
  p99Us: took[Math.floor(count * 0.99)],
  cpuUs: (user + system) / count,
  rssMb,
  heapAtLoad,
  heapAfterFirst,
  heapPerInvocation: early && late ? (late[1] - early[1]) / (late[0] - early[0]) : 0,
}
writeSync(3, JSON.stringify(found))
process.exit()

/** Microseconds. */
async function invoke(n) {
  const parsed = JSON.parse(event)
  const context = {
    functionName: 'noop',
    functionVersion: '$LATEST',
    invokedFunctionArn: arn,
    memoryLimitInMB: '256',
    awsRequestId: `8476a536-e9f4-11e8-9739-${String(n).padStart(12, '0')}`,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  }
  process.env['_X_AMZN_TRACE_ID'] =
    `Root=1-5759e988-${String(n).padStart(24, '0')};Parent=53995c3f42cd8ad8;Sampled=1`
  // What was put off must get its turn, as it does while the runtime waits for the next event.
  await turn()
  const began = process.hrtime()
  await handler(parsed, context)
  const [seconds, nanoseconds] = process.hrtime(began)
  return seconds * 1e6 + nanoseconds / 1000
}
