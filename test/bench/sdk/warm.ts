import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Readable } from 'node:stream'
import { EVENT, FUNCTION_ARN, TIMEOUT_MS } from './event.ts'
import { counted } from './exits.ts'
import { type ProcessOptions, start, type Around } from './function-process.ts'
import { type Spread, spreadOver } from './statistics.ts'
import type { Pair, Task } from './task.ts'

// Invocations in a loop in one process, without a runtime: the noise of an HTTP round trip hides what a wrapper takes.
// Its log goes into a pipe that this process reads, as Lambda's does.

/** So many pairs of processes, with so many invocations in each. */
export interface Loops {
  readonly pairs: number
  readonly count: number
}

interface Loop {
  readonly warmUp: number
  readonly count: number
  /** Collect garbage before the heap is read; else times and resident set are as they come. */
  readonly collect: boolean
}

/** What one process found; in-process.mjs prints it. */
export interface LoopFound {
  readonly p50Us: number
  readonly p99Us: number
  readonly cpuUs: number
  readonly rssMb: number
  readonly heapAtLoad: number
  readonly heapAfterFirst: number
  readonly heapPerInvocation: number
  /** Of log lines, without the first invocation's: that carries the whole resource. */
  readonly loggedBytes: number
}

/** What an invocation costs over a bare one. */
export interface WarmCost {
  readonly p50Us: Spread
  readonly p99Us: Spread
  readonly cpuUs: Spread
  readonly rssMb: Spread
  readonly loggedBytes: Spread
  readonly spanOut: boolean
}

export interface MemoryCost {
  readonly heapAtLoad: Spread
  readonly heapAfterFirst: Spread
  readonly heapPerInvocation: Spread
}

export async function measureWarm(tasks: Pair, { pairs, count }: Loops, around: Around): Promise<WarmCost> {
  const exits = counted(around.sinks)
  const loop = { warmUp: Math.min(1000, count / 2), count, collect: false }
  const found = await runPairs(tasks, pairs, loop, around)
  return {
    p50Us: spreadOver(found, (one) => one.p50Us),
    p99Us: spreadOver(found, (one) => one.p99Us),
    cpuUs: spreadOver(found, (one) => one.cpuUs),
    rssMb: spreadOver(found, (one) => one.rssMb),
    loggedBytes: spreadOver(found, (one) => one.loggedBytes),
    spanOut: exits.until(found[0]?.[1].loggedBytes ?? 0).seen(tasks[1].variant.exit),
  }
}

export async function measureMemory(
  tasks: Pair,
  { pairs, count }: Loops,
  around: Around,
): Promise<MemoryCost> {
  const found = await runPairs(tasks, pairs, { warmUp: 1, count, collect: true }, around)
  return {
    heapAtLoad: spreadOver(found, (one) => one.heapAtLoad),
    heapAfterFirst: spreadOver(found, (one) => one.heapAfterFirst),
    heapPerInvocation: spreadOver(found, (one) => one.heapPerInvocation),
  }
}

async function runPairs(
  [bare, variant]: Pair,
  pairs: number,
  loop: Loop,
  around: Around,
): Promise<[LoopFound, LoopFound][]> {
  const found: [LoopFound, LoopFound][] = []
  for (let n = 0; n < pairs; n++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other: they would measure each other
    const one = await runLoop(bare, loop, around)
    // oxlint-disable-next-line no-await-in-loop -- as above
    found.push([one, await runLoop(variant, loop, around)])
  }
  return found
}

const PROGRAM = fileURLToPath(new URL('in-process.mjs', import.meta.url))
/** Nobody listens there: the wrapper only looks whether it is set. */
const NO_API = '127.0.0.1:9'

export async function runLoop(
  task: Task,
  loop: Loop,
  around: Around,
  options: ProcessOptions = {},
): Promise<LoopFound> {
  const settings = { ...loop, file: task.file, event: EVENT, arn: FUNCTION_ARN, timeoutMs: TIMEOUT_MS }
  const env = { ...options.env, BENCH_LOOP: JSON.stringify(settings) }
  const process = start(task, { ...around, runtimeApi: NO_API }, [PROGRAM], { ...options, env })
  const answer = process.child.stdio[3] as Readable
  let text = ''
  answer.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  const [code] = (await once(process.child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`the loop ended with ${code}: ${process.stderr()}`)
  await process.log.drained
  const { bytes, firstLineBytes } = process.log.logged()
  const lines = loop.warmUp + loop.count - 1
  return { ...(JSON.parse(text) as LoopFound), loggedBytes: (bytes - firstLineBytes) / lines }
}
