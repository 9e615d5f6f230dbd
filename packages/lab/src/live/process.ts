import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { ThermoclineError } from '@thermocline/wire'
import { splitFrames, splitLines } from './output.ts'
import type { Splitter } from './output.ts'
import { processFacts } from './proc.ts'
import type { Reaper } from './reaper.ts'
import { trackStrays } from './strays.ts'

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** One program of a container, the leader of a process group of its own. */
export interface GroupProcess {
  readonly pid: number
  /** `performance.now()` once the program had begun. */
  readonly startedAt: number
  /** Resolves when the process is gone and its output was read to the end. */
  readonly exited: Promise<Exit>
  /** Stops all of its group and of its strays, and resolves when the kernel says that it stands itself (or is gone). */
  freeze(): Promise<void>
  thaw(): void
  /** Resolves when all that it has written so far was read. */
  outputRead(): Promise<void>
  /** Asks it to end (SIGTERM); only the process itself, as Lambda does. */
  terminate(): void
  kill(): Promise<Exit>
}

export interface ProgramOptions {
  readonly program: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly folder: string
  /** Watches its group, and the groups of its strays, while they live. */
  readonly reaper: Pick<Reaper, 'watch' | 'forget'>
  /** One event of its output, without a line end. */
  readonly onLine: (text: string) => void
}

/** The descriptor on which the runtime frames what the function logs; the runtime itself is told its number. */
export const LOG_DESCRIPTOR = 3

/** Starts a program; throws `lab_failed` when the system gives no process. */
export function startProgram(options: ProgramOptions): GroupProcess {
  // Detached makes it the leader of a group, so that its own child processes are frozen and killed with it.
  const child = spawn(options.program, options.args, {
    env: options.env,
    cwd: options.folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  // Taken after spawn(), which returns when exec has succeeded. The fork before it is the lab's cost, not the init's:
  // it copies the LAB's page tables (1.5-5 ms measured).
  const startedAt = performance.now()
  const { pid } = child
  if (pid === undefined) {
    child.once('error', () => {})
    throw new ThermoclineError('lab_failed', `no process could be started in ${options.folder}`)
  }
  const framed = child.stdio[LOG_DESCRIPTOR] as Readable
  const outputs: readonly Readable[] = [child.stdout!, child.stderr!, framed]
  let readBytes = 0
  for (const output of outputs) {
    const splitter = output === framed ? splitFrames(options.onLine) : splitLines(options.onLine)
    read(output, splitter, (bytes) => void (readBytes += bytes))
  }
  watch(pid, options.reaper)
  const strays = trackStrays(pid, options.reaper)
  let gone = false
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      gone = true
      signalGroup(pid, 'SIGKILL')
      strays.kill()
      options.reaper.forget(pid)
      // Output ends when its last writer does. One that neither group nor strays know of could hold it open for ever.
      const giveUp = setTimeout(() => outputs.forEach((output) => output.destroy()), OUTPUT_PATIENCE_MS)
      child.once('close', () => {
        clearTimeout(giveUp)
        resolve({ code, signal })
      })
    })
  })

  return {
    pid,
    startedAt,
    exited,
    async freeze() {
      if (gone) return
      signalGroup(pid, 'SIGSTOP')
      await standstill(pid, PATIENCE_MS)
      strays.freeze()
    },
    thaw() {
      if (gone) return
      strays.thaw()
      signalGroup(pid, 'SIGCONT')
    },
    async outputRead() {
      // What it has written is in the pipe, and what did not fit there follows as it is read.
      for (let before = -1; before !== readBytes;) {
        before = readBytes
        // oxlint-disable-next-line no-await-in-loop -- a turn of the loop reads once
        await nextTurn()
        // oxlint-disable-next-line no-await-in-loop -- as above
        await nextTurn()
      }
    },
    terminate: () => void child.kill('SIGTERM'),
    kill() {
      if (gone) return exited
      // Stopped first: strays are found through their parents, which must not die before them.
      signalGroup(pid, 'SIGSTOP')
      strays.freeze()
      signalGroup(pid, 'SIGKILL')
      return exited
    },
  }
}

const PATIENCE_MS = 2000
const OUTPUT_PATIENCE_MS = 500

/** Resolves when the process is stopped, or dead. The signal has mostly done its work before the first look. */
async function standstill(pid: number, patienceMs: number): Promise<void> {
  if (isStopped(pid)) return
  if (patienceMs <= 0) throw new ThermoclineError('lab_failed', `process ${pid} would not stop`)
  await sleep(1)
  return standstill(pid, patienceMs - 1)
}

function read(output: Readable, splitter: Splitter, onBytes: (bytes: number) => void): void {
  output.on('data', (chunk: Buffer) => {
    onBytes(chunk.length)
    splitter.push(chunk)
  })
  output.on('end', () => splitter.end())
  // A reset of the pipe is the end of the process, which is told elsewhere.
  output.on('error', () => {})
}

/** A process that nobody watches would outlive a lab that is killed: then there shall be none. */
function watch(pid: number, reaper: ProgramOptions['reaper']): void {
  try {
    reaper.watch(pid)
  } catch (error) {
    signalGroup(pid, 'SIGKILL')
    const reason = error instanceof Error ? error.message : String(error)
    throw new ThermoclineError('lab_failed', `a process could not be watched, and was ended: ${reason}`)
  }
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal)
  } catch {
    // ESRCH: the group is gone already, which is what every caller can live with.
  }
}

// Without /proc (macOS) there is nothing to ask; the signal is taken at its word.
function isStopped(pid: number): boolean {
  return ['T', 'Z', undefined].includes(processFacts(pid)?.state)
}
