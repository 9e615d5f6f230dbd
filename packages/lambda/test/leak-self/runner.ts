import { writeSync } from 'node:fs'
import type * as Sdk from '../../src/index.ts'
import { read } from './reading.ts'
import { type Invoke, requestIdOf, STYLES, type StyleName } from './styles.ts'

// A process of its own: `node --expose-gc --expose-internals runner.ts <job>`. Readings go to descriptor 3 as lines of
// JSON, because stdout is the SDK's.

export interface Job {
  readonly style: StyleName
  /** The SDK's file; none for the bare handler. */
  readonly sdk: string | undefined
  readonly warmUp: number
  readonly invocations: number
  /** Readings after the first. */
  readonly readings: number
  readonly atOnce: number
  /** Address of a platform that tells an extension of each invocation. */
  readonly platform: string | undefined
}

const READINGS_FILE = 3
// The first ones compile what they are made of, and what the SDK does after a collection: 10 kB each, as much as 1,000
// invocations may leave.
const READINGS_BEFORE = 10

const job = JSON.parse(process.argv[2] ?? '') as Job
const sdk = job.sdk ? ((await import(job.sdk)) as typeof Sdk) : undefined
const wrap = sdk?.wrap ?? (<T>(handler: T): T => handler)
// What is loaded for nothing grows by itself.
const begin = job.platform === undefined ? undefined : (await import('./begin.ts')).beginBy(job.platform, sdk)
if (begin) await sdk?.register()
await run(job, STYLES[job.style](wrap))
process.exit()

async function run({ warmUp, invocations, readings, atOnce }: Job, invoke: Invoke): Promise<void> {
  const segment = Math.round(invocations / readings)
  const part = Math.round(warmUp / READINGS_BEFORE)
  for (let done = 0; done < part * READINGS_BEFORE; done += part) {
    // oxlint-disable-next-line no-await-in-loop -- as in the part that counts
    await invokeMany(invoke, done, part, atOnce)
    // oxlint-disable-next-line no-await-in-loop
    await read(0)
  }
  await tell(0)
  for (let done = 0; done < segment * readings; done += segment) {
    // oxlint-disable-next-line no-await-in-loop -- readings stand between
    await invokeMany(invoke, warmUp + done, segment, atOnce)
    // oxlint-disable-next-line no-await-in-loop
    await tell(done + segment)
  }
}

async function tell(invocations: number): Promise<void> {
  writeSync(READINGS_FILE, `${JSON.stringify(await read(invocations))}\n`)
}

async function invokeMany(invoke: Invoke, after: number, count: number, atOnce: number): Promise<void> {
  let begun = 0
  async function serve(): Promise<void> {
    while (begun < count) {
      begun += 1
      // oxlint-disable-next-line no-await-in-loop -- and is told of it first
      await begin?.(requestIdOf(after + begun))
      // oxlint-disable-next-line no-await-in-loop -- a container takes the next when the last is over
      await invoke(after + begun)
      // The runtime's own turn: it asks for the next event over a socket.
      // oxlint-disable-next-line no-await-in-loop
      await new Promise(setImmediate)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, serve))
}
