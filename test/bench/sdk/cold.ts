import { setTimeout as sleep } from 'node:timers/promises'
import { cpuMs, startRuntime, type ProcessOptions, type Around } from './function-process.ts'
import { counted, type Exits } from './exits.ts'
import { type Spread, spread, spreadOver } from './statistics.ts'
import type { Pair, Task } from './task.ts'

/** What a cold start costs over a bare one, in milliseconds. */
export interface ColdCost {
  /** CPU time of all threads, which a busy machine disturbs least: what the goals are about. */
  readonly cpu: Spread
  /** Its parts: until the first event was asked for... */
  readonly init: Spread
  /** ...and from then on until the next one was. */
  readonly first: Spread
  /** From the start of the process to the first response, waits for the event left out. */
  readonly wall: Spread
  /** CPU time of the bare handler's start. */
  readonly bare: Spread
  /** Whether a span was seen to leave, by the way it should. */
  readonly spanOut: boolean
}

export interface Start {
  readonly initCpuMs: number
  readonly firstCpuMs: number
  readonly wallMs: number
  readonly exits: Exits
  readonly stderr: string
}

/** Bare and variant take turns, each time in a new process. */
export async function measureCold(
  [bare, variant]: Pair,
  pairs: number,
  around: Around,
  options: ProcessOptions = {},
): Promise<ColdCost> {
  // The files are in the page cache from here on, as they are on a host that has started this function before.
  await startCold(bare, around, options)
  const { exits } = await startCold(variant, around, options)
  const measured: [Start, Start][] = []
  for (let n = 0; n < pairs; n++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other: they would measure each other
    const one = await startCold(bare, around, options)
    // oxlint-disable-next-line no-await-in-loop -- as above
    measured.push([one, await startCold(variant, around, options)])
  }
  return {
    cpu: spreadOver(measured, totalCpuMs),
    init: spreadOver(measured, (start) => start.initCpuMs),
    first: spreadOver(measured, (start) => start.firstCpuMs),
    wall: spreadOver(measured, (start) => start.wallMs),
    bare: spread(measured.map(([one]) => totalCpuMs(one))),
    spanOut: exits.seen(variant.variant.exit),
  }
}

function totalCpuMs(start: Start): number {
  return start.initCpuMs + start.firstCpuMs
}

/** Time for threads to come to rest, and for a datagram to arrive. */
const REST_MS = 4

/** One start in a new process, one invocation, and its end. */
export async function startCold(task: Task, around: Around, options: ProcessOptions = {}): Promise<Start> {
  const exits = counted(around.sinks)
  const { process, api } = await startRuntime(task, around, options)
  try {
    const readyAt = await Promise.race([api.ready, process.ended])
    await sleep(REST_MS)
    const initCpuMs = cpuMs(process.pid)
    const { responseMs } = await Promise.race([api.invoke(), process.ended])
    await sleep(REST_MS)
    return {
      initCpuMs,
      firstCpuMs: cpuMs(process.pid) - initCpuMs,
      wallMs: readyAt - process.spawnedAt + responseMs,
      exits: exits.until(process.log.logged().bytes),
      stderr: process.stderr(),
    }
  } finally {
    process.child.kill('SIGKILL')
    api.close()
  }
}
