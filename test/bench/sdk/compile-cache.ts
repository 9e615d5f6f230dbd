import { chmodSync, cpSync, mkdtempSync, readdirSync, renameSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type ColdCost, measureCold, startCold } from './cold.ts'
import type { Around, ProcessOptions, RuntimeId } from './function-process.ts'
import type { Pair, Task } from './task.ts'
import { runLoop } from './warm.ts'

// NODE_COMPILE_CACHE: what it is worth, and when Node takes a cache that came with the package. On Lambda /var/task can
// only be read, /tmp is empty in a new container, Node writes the cache at exit, and Lambda ends processes by SIGKILL:
// a cache that is not shipped is never there.

/** Over a bare start that has its own code in the same cache. */
export async function measureCached(tasks: Pair, pairs: number, around: Around): Promise<ColdCost> {
  const cache = mkdtempSync(join(around.tmp, 'cache-'))
  for (const task of tasks) {
    // oxlint-disable-next-line no-await-in-loop -- two processes that write one cache
    await fill(task, around, cached(cache))
  }
  return measureCold(tasks, pairs, around, cached(cache))
}

/** One way in which a build may differ from what Lambda runs. */
interface Trial {
  readonly name: string
  /** Code and cache are moved together after the cache was made. */
  readonly moved?: boolean
  readonly portable?: boolean
  /** Made by Node without Lambda's flag. */
  readonly plainFlags?: boolean
  /** A user who may not write there. Node puts the user's id into the name of the cache's folder. */
  readonly reader?: 'other'
  readonly renamed?: boolean
  /** Node makes its files readable for their owner alone, and a zip keeps that. */
  readonly readable?: boolean
  readonly runtime?: RuntimeId
}

const TRIALS: readonly Trial[] = [
  { name: 'same path, user, flags and Node' },
  { name: 'code and cache moved to another path', moved: true },
  { name: 'moved, made and read with NODE_COMPILE_CACHE_PORTABLE=1', moved: true, portable: true },
  { name: 'read by another user, read-only', reader: 'other' },
  { name: "the same, its folder renamed to that user's id", reader: 'other', renamed: true },
  { name: 'the same, its files made readable too', reader: 'other', renamed: true, readable: true },
  { name: 'made without --expose-gc, which Lambda sets', plainFlags: true },
  { name: 'read by Node 22', runtime: 'nodejs22.x' },
]

export interface TrialResult {
  readonly name: string
  /** `null` where it cannot be tried: only root can start a process of another user. */
  readonly accepted: boolean | null
}

export async function tryCaches(task: Task, around: Around): Promise<readonly TrialResult[]> {
  const results: TrialResult[] = []
  for (const trial of TRIALS) {
    const triable = trial.reader === undefined || process.getuid?.() === 0
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    results.push({ name: trial.name, accepted: triable ? await isAccepted(trial, task, around) : null })
  }
  return results
}

const OTHER_USER = 65_534

async function isAccepted(trial: Trial, task: Task, around: Around): Promise<boolean> {
  const root = mkdtempSync(join(around.tmp, 'trial-'))
  const built = copyOf(task, join(root, 'built'))
  const flags = trial.plainFlags ? ['--no-expose-gc'] : []
  await fill(built, around, { ...cached(join(built.folder, 'cache'), trial.portable), flags })
  const shipped = trial.moved ? copyOf(built, join(root, 'shipped')) : built
  const cache = join(shipped.folder, 'cache')
  if (trial.renamed) renameForOther(cache)
  if (trial.readable) makeReadable(cache)
  // The bench's folder is its owner's alone.
  for (const folder of [around.tmp, root]) chmodSync(folder, 0o755)
  const reader = trial.reader === undefined ? {} : { uid: OTHER_USER }
  const { env = {} } = cached(cache, trial.portable)
  const debugged = { ...env, NODE_DEBUG_NATIVE: 'COMPILE_CACHE', TMPDIR: '/tmp' }
  const { stderr } = await startCold(on(trial.runtime, shipped), around, { ...reader, env: debugged })
  return stderr.split('\n').some((line) => line.includes(`${shipped.file} was accepted`))
}

/** Loads and calls the handler once, in a process that ends by itself. */
async function fill(task: Task, around: Around, options: ProcessOptions): Promise<void> {
  await runLoop(task, { warmUp: 1, count: 1, collect: false }, around, options)
}

function cached(folder: string, portable = false): ProcessOptions {
  return { env: { NODE_COMPILE_CACHE: folder, ...(portable ? { NODE_COMPILE_CACHE_PORTABLE: '1' } : {}) } }
}

function copyOf(task: Task, folder: string): Task {
  cpSync(task.folder, folder, { recursive: true })
  return { ...task, folder, file: join(folder, basename(task.file)) }
}

function renameForOther(cache: string): void {
  for (const name of readdirSync(cache)) {
    renameSync(join(cache, name), join(cache, name.replace(/-\d+$/, `-${OTHER_USER}`)))
  }
}

function makeReadable(cache: string): void {
  for (const name of readdirSync(cache, { recursive: true, encoding: 'utf8' })) {
    const path = join(cache, name)
    chmodSync(path, statSync(path).isDirectory() ? 0o555 : 0o444)
  }
}

function on(runtime: RuntimeId | undefined, task: Task): Task {
  return runtime ? { ...task, variant: { ...task.variant, runtime } } : task
}
