import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { descendantsOf, peakMemoryMb, residentMb } from './proc.ts'
import { openOccurrence } from '../occurrence.ts'
import type { Occurrence } from '../occurrence.ts'
import type { Breakdown } from './invocation.ts'
import type { Exit, GroupProcess, ProgramOptions } from './process.ts'
import { startProgram } from './process.ts'

/** The processes of a container from one init to their end: its external extensions, and the runtime. */
export interface Sandbox {
  /** Of the runtime; of the first extension until it runs. */
  pid(): number
  /** `performance.now()` once the first of them had begun. */
  readonly startedAt: number
  /** One of them dies unasked, or they use more memory than the function has. */
  readonly broken: Occurrence<Breakdown>
  startRuntime(): void
  /** Resolves when all that they have written so far was read. */
  outputRead(): Promise<void>
  freeze(): Promise<void>
  thaw(): void
  /** SIGTERM to the runtime, and SIGKILL when it lives on after so long. */
  terminateRuntime(patienceMs: number): Promise<void>
  /** Resolves when every extension has ended, or after so long. */
  extensionsExited(patienceMs: number): Promise<void>
  /** Ends all of them at once; resolves when they are gone. */
  kill(): Promise<void>
  /** The most memory seen resident in them and their children together, in megabytes; 0 where /proc does not tell. */
  peakMemoryMb(): number
}

export interface SandboxOptions {
  readonly runtime: Omit<ProgramOptions, 'onLine' | 'reaper'>
  /** Paths of executables. */
  readonly extensions: readonly string[]
  readonly memoryMb: number
  readonly reaper: ProgramOptions['reaper']
  readonly onLine: (source: 'function' | 'extension', text: string) => void
}

/** Starts the extensions, or the runtime at once where there are none. Throws `lab_failed`. */
export function openSandbox(options: SandboxOptions): Sandbox {
  const { reaper, onLine, memoryMb } = options
  const extensions: GroupProcess[] = []
  let runtime: GroupProcess | null = null
  let asked = false
  const broken = openOccurrence<Breakdown>()
  const all = (): GroupProcess[] => (runtime === null ? extensions : [...extensions, runtime])

  function start(
    program: Omit<ProgramOptions, 'onLine' | 'reaper'>,
    source: 'function' | 'extension',
  ): GroupProcess {
    return startProgram({ ...program, reaper, onLine: (text) => onLine(source, text) })
  }

  function startRuntime(): void {
    if (runtime !== null || asked) return
    runtime = start(options.runtime, 'function')
    void runtime.exited.then((exit) => broken.happen({ kind: 'exited', exit }))
  }

  function startExtension(path: string): void {
    // Where the runtime logs to is no business of theirs.
    const { _LAMBDA_TELEMETRY_LOG_FD: _, ...env } = options.runtime.env
    const extension = start({ program: path, args: [], env, folder: options.runtime.folder }, 'extension')
    extensions.push(extension)
    void extension.exited.then(() => {
      if (!asked) broken.happen({ kind: 'extension', name: basename(path), errorType: 'Extension.Crash' })
    })
  }

  try {
    for (const path of options.extensions) startExtension(path)
    if (extensions.length === 0) startRuntime()
  } catch (error) {
    asked = true
    for (const extension of extensions) void extension.kill()
    throw error
  }
  const first = all()[0]!
  const guard = guardMemory(
    () => all().map(({ pid }) => pid),
    memoryMb,
    (by) => broken.happen(by),
  )
  broken.listen(() => guard.stop())

  return {
    pid: () => (runtime ?? first).pid,
    startedAt: first.startedAt,
    broken,
    startRuntime,
    async outputRead() {
      await Promise.all(all().map((each) => each.outputRead()))
    },
    async freeze() {
      guard.pause()
      await Promise.all(all().map((each) => each.freeze()))
    },
    thaw() {
      for (const each of all()) each.thaw()
      guard.resume()
    },
    async terminateRuntime(patienceMs) {
      asked = true
      if (runtime === null) return
      runtime.terminate()
      await within(patienceMs, [runtime.exited])
      await runtime.kill()
    },
    extensionsExited: (patienceMs) =>
      within(
        patienceMs,
        extensions.map(({ exited }) => exited),
      ),
    async kill() {
      asked = true
      guard.stop()
      await Promise.all(all().map((each) => each.kill()))
    },
    // One that came and went between two looks is told by its own peak.
    peakMemoryMb: () => Math.max(guard.mostMb(), ...all().map(({ pid }) => peakMemoryMb(pid))),
  }
}

async function within(patienceMs: number, exits: readonly Promise<Exit>[]): Promise<void> {
  const over = new AbortController()
  const patience = sleep(patienceMs, undefined, { signal: over.signal }).catch(() => {})
  await Promise.race([Promise.all(exits), patience])
  over.abort()
}

const GUARD_MS = 50

/** Looks at their memory while they run. What grows and shrinks between two looks goes unnoticed, unlike on Lambda. */
function guardMemory(
  pids: () => readonly number[],
  memoryMb: number,
  exceeded: (by: Breakdown) => void,
): { pause(): void; resume(): void; stop(): void; mostMb(): number } {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let mostMb = 0
  const measure = (): number => {
    const usedMb = residentMb([...pids(), ...descendantsOf(pids())])
    mostMb = Math.max(mostMb, Math.ceil(usedMb))
    return usedMb
  }
  const look = (): void => {
    const usedMb = measure()
    if (usedMb > memoryMb) exceeded({ kind: 'out_of_memory', usedMb: Math.ceil(usedMb) })
  }
  const pause = (): void => clearInterval(timer)
  const resume = (): void => {
    pause()
    if (!stopped) timer = setInterval(look, GUARD_MS).unref()
  }
  resume()
  return {
    pause,
    resume,
    mostMb() {
      measure()
      return mostMb
    },
    stop() {
      stopped = true
      pause()
    },
  }
}
