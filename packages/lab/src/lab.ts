import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { ThermoclineError } from '@thermocline/wire'
import type { ContainerSnapshot } from './container.ts'
import type { Invocation, InvocationResult } from './invocation.ts'
import type { LogLine } from './log.ts'
import { openPool } from './pool.ts'
import type { Pool } from './pool.ts'
import { openReaper } from './reaper.ts'
import { removeFolder } from './removal.ts'
import { readSettings } from './settings.ts'
import type { LabSettings } from './settings.ts'

/** A Lambda on this machine. */
export interface Lab {
  /**
   * Resolves when the invocation is over and its process is frozen or gone, whatever came of it. Rejects with
   * `bad_argument` for an unknown function or an event that is no JSON, with `lab_failed` when the function is
   * throttled or the lab stops first.
   */
  invoke(functionName: string, event: unknown): Promise<InvocationResult>
  /** Living containers and the newest of the ended. */
  containers(): ContainerSnapshot[]
  /** The log stream of a container, oldest line first; throws `not_found`. */
  logs(logStream: string): readonly LogLine[]
  /**
   * Ends every process, frozen ones too, and removes their folders; resolves when they are gone. A folder that cannot
   * be removed stays, and is told as a process warning with the code `lab_folder_left`.
   */
  stop(): Promise<void>
}

/** Resolves when the lab takes invocations; rejects with `bad_setting` or `lab_failed`. */
export async function startLab(settings: LabSettings): Promise<Lab> {
  const { functions, tmpFolder } = readSettings(settings)
  if (process.platform === 'win32') {
    throw new ThermoclineError('lab_failed', 'the lab needs a POSIX system: Windows cannot freeze a process')
  }
  const folder = await mkdtemp(join(tmpFolder, 'thermocline-lab-'))
  const reaper = openReaper(folder)
  const surroundings = { folder, reaper, now: Date.now }
  const pools = new Map<string, Pool>(functions.map((fn) => [fn.name, openPool(fn, surroundings)]))
  const containers = () => [...pools.values()].flatMap((pool) => pool.containers())
  let stopping: Promise<void> | null = null

  async function close(): Promise<void> {
    const stops = [...pools.values()].map((pool) => pool.stop())
    // One pool that fails to stop must keep neither the others nor the reaper from ending.
    await Promise.allSettled(stops)
    await reaper.close()
    await removeFolder(folder)
    await Promise.all(stops)
  }

  return {
    async invoke(functionName, event) {
      if (stopping !== null)
        throw new ThermoclineError('lab_failed', `the lab is stopped, ${functionName} cannot run`)
      return poolOf(pools, functionName).invoke(newInvocation(functionName, event))
    },
    containers: () => containers().map((container) => container.snapshot()),
    logs(logStream) {
      const container = containers().find((candidate) => candidate.logStream === logStream)
      if (container !== undefined) return container.logs()
      throw new ThermoclineError('not_found', `the lab has no container ${logStream}`)
    },
    stop() {
      stopping ??= close()
      return stopping
    },
  }
}

function poolOf(pools: ReadonlyMap<string, Pool>, functionName: string): Pool {
  const pool = pools.get(functionName)
  if (pool !== undefined) return pool
  const known = [...pools.keys()].join(', ')
  throw new ThermoclineError('bad_argument', `functionName must be one of ${known}, got "${functionName}"`)
}

function newInvocation(functionName: string, event: unknown): Invocation {
  const seconds = Math.floor(Date.now() / 1000).toString(16)
  return {
    requestId: randomUUID(),
    body: toJson(functionName, event),
    traceHeader: `Root=1-${seconds}-${hex(12)};Parent=${hex(8)};Sampled=0`,
  }
}

function toJson(functionName: string, event: unknown): string {
  try {
    return JSON.stringify(event) ?? '{}'
  } catch (error) {
    throw new ThermoclineError('bad_argument', `the event for ${functionName} must be JSON: ${String(error)}`)
  }
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString('hex')
}
