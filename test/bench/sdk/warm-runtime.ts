import { cpuMs, residentMb, startRuntime, type Around } from './function-process.ts'
import { type Spread, spread, spreadOver } from './statistics.ts'
import type { Pair, Task } from './task.ts'
import type { Loops } from './warm.ts'

// The same invocations as a caller sees them: through AWS's runtime client and its HTTP round trips.

/** What an invocation costs over a bare one. */
export interface RuntimeCost {
  /** From the event to the response. */
  readonly p50Us: Spread
  readonly p99Us: Spread
  /** From the event until everything of the function waits for the next one: what is billed. */
  readonly billedP50Us: Spread
  readonly cpuUs: Spread
  readonly rssMb: Spread
  /** Of the bare handler, from the event to the response. */
  readonly bareP50Us: Spread
}

interface Run {
  readonly p50Us: number
  readonly p99Us: number
  readonly billedP50Us: number
  readonly cpuUs: number
  readonly rssMb: number
}

export async function measureUnderRuntime(
  [bare, variant]: Pair,
  { pairs, count }: Loops,
  around: Around,
): Promise<RuntimeCost> {
  const runs: [Run, Run][] = []
  for (let n = 0; n < pairs; n++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other: they would measure each other
    const one = await run(bare, count, around)
    // oxlint-disable-next-line no-await-in-loop -- as above
    runs.push([one, await run(variant, count, around)])
  }
  return {
    p50Us: spreadOver(runs, (one) => one.p50Us),
    p99Us: spreadOver(runs, (one) => one.p99Us),
    billedP50Us: spreadOver(runs, (one) => one.billedP50Us),
    cpuUs: spreadOver(runs, (one) => one.cpuUs),
    rssMb: spreadOver(runs, (one) => one.rssMb),
    bareP50Us: spread(runs.map(([one]) => one.p50Us)),
  }
}

async function run(task: Task, count: number, around: Around): Promise<Run> {
  const { process, api } = await startRuntime(task, around)
  const [latencies, billed] = [new Float64Array(count), new Float64Array(count)]
  const invoke = (): ReturnType<typeof api.invoke> => Promise.race([api.invoke(), process.ended])
  try {
    await Promise.race([api.ready, process.ended])
    // oxlint-disable-next-line no-await-in-loop -- a container has one invocation at a time
    for (let n = 0; n < count / 10; n++) await invoke()
    const cpuBefore = cpuMs(process.pid)
    for (let n = 0; n < count; n++) {
      // oxlint-disable-next-line no-await-in-loop -- as above
      const { responseMs, idleMs } = await invoke()
      latencies[n] = responseMs * 1000
      billed[n] = idleMs * 1000
    }
    return {
      p50Us: quantile(latencies, 0.5),
      p99Us: quantile(latencies, 0.99),
      billedP50Us: quantile(billed, 0.5),
      cpuUs: ((cpuMs(process.pid) - cpuBefore) * 1000) / count,
      rssMb: residentMb(process.pid),
    }
  } finally {
    process.child.kill('SIGKILL')
    api.close()
  }
}

function quantile(values: Float64Array, share: number): number {
  return values.toSorted()[Math.floor(values.length * share)] ?? NaN
}
