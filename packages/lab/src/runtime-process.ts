import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { ThermoclineError } from '@thermocline/wire'

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** One Node process under AWS's runtime interface client, the leader of a process group of its own. */
export interface RuntimeProcess {
  readonly pid: number
  /** `performance.now()` once the program had begun. */
  readonly startedAt: number
  /** Resolves when the process is gone and its output was read to the end. */
  readonly exited: Promise<Exit>
  /** Stops the whole group, and resolves when the kernel says it stands (or is gone). */
  freeze(): Promise<void>
  thaw(): void
  kill(): Promise<Exit>
  /** The most memory it ever had resident, in megabytes; 0 where /proc does not tell. */
  peakMemoryMb(): number
}

export interface ProcessOptions {
  readonly env: Readonly<Record<string, string>>
  readonly folder: string
  readonly memoryMb: number
  readonly onLine: (source: 'stdout' | 'stderr', text: string) => void
}

const RUNTIME = fileURLToPath(import.meta.resolve('aws-lambda-ric'))
const NATIVE_CLIENT = fileURLToPath(new URL('native-client.cjs', import.meta.url))

/** Starts a process; throws `lab_failed` when the system gives none. */
export function startProcess(options: ProcessOptions): RuntimeProcess {
  // Lambda leaves about a tenth of the memory to what is not JavaScript's heap.
  const heap = `--max-old-space-size=${Math.floor(options.memoryMb * 0.9)}`
  // Detached makes it the leader of a group, so that the function's own child processes are frozen and killed with it.
  const child = spawn(process.execPath, [heap, '--require', NATIVE_CLIENT, RUNTIME], {
    env: options.env,
    cwd: options.folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Taken after spawn(), which returns when exec has succeeded. The fork before it is the lab's cost, not the init's:
  // it copies the LAB's page tables (1.5-5 ms measured).
  const startedAt = performance.now()
  const { pid } = child
  if (pid === undefined) {
    child.once('error', () => {})
    throw new ThermoclineError('lab_failed', `no process could be started in ${options.folder}`)
  }
  readLines(child.stdout, (text) => options.onLine('stdout', text))
  readLines(child.stderr, (text) => options.onLine('stderr', text))

  let gone = false
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      gone = true
      signalGroup(pid, 'SIGKILL')
      // Output ends when its last writer does. One that left the group could hold it open for ever.
      const giveUp = setTimeout(() => (child.stdout.destroy(), child.stderr.destroy()), OUTPUT_PATIENCE_MS)
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
    freeze() {
      signalGroup(pid, 'SIGSTOP')
      return standstill(pid, PATIENCE_MS)
    },
    thaw: () => signalGroup(pid, 'SIGCONT'),
    kill() {
      if (!gone) signalGroup(pid, 'SIGKILL')
      return exited
    },
    peakMemoryMb: () => peakMemoryMb(pid),
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

function readLines(stream: Readable, onLine: (text: string) => void): void {
  createInterface({ input: stream, crlfDelay: 0 }).on('line', onLine)
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal)
  } catch {
    // ESRCH: the group is gone already, which is what every caller can live with.
  }
}

/** The kernel's letter for the state of a process (T: stopped, Z: dead), or `null` where /proc does not tell. */
export function processState(pid: number): string | null {
  const stat = readProc(`/proc/${pid}/stat`)
  // The name, in parentheses, may hold anything, a closing parenthesis included.
  return stat === null ? null : stat.charAt(stat.lastIndexOf(')') + 2)
}

// Without /proc (macOS) there is nothing to ask; the signal is taken at its word.
function isStopped(pid: number): boolean {
  return ['T', 'Z', null].includes(processState(pid))
}

function peakMemoryMb(pid: number): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readProc(`/proc/${pid}/status`) ?? '')?.[1]
  return Math.ceil(Number(kilobytes ?? 0) / 1024)
}

function readProc(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
