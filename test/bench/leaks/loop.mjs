import { writeSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'

// Calls the handler of a bundle again and again, and writes to descriptor 3 what each call took, in microseconds.

const { bundle, events, count } = JSON.parse(process.env.BENCH_LOOP ?? '')
const { EVENTS } = await import(events)
const { default: shop } = await import(bundle)
const took = []

for (let n = 0; n < count; n++) {
  const context = {
    functionName: 'shop',
    functionVersion: '$LATEST',
    awsRequestId: `8476a536-e9f4-11e8-9739-${String(n).padStart(12, '0')}`,
    getRemainingTimeInMillis: () => 30_000,
  }
  const event = JSON.parse(JSON.stringify(EVENTS.http(n)))
  // oxlint-disable-next-line no-await-in-loop -- what was put off must get its turn before the next
  await turn()
  const began = process.hrtime()
  // oxlint-disable-next-line no-await-in-loop -- a container has one invocation at a time
  const answer = await shop.handler(event, context)
  const [seconds, nanoseconds] = process.hrtime(began)
  if (answer.statusCode !== 200) throw new Error(`the shop answered ${JSON.stringify(answer)}`)
  took.push(seconds * 1e6 + nanoseconds / 1000)
}
writeSync(3, JSON.stringify(took))
process.exit()
