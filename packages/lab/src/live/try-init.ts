import { execFile } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Ms } from '@thermocline/wire'
import { applicationLine } from '../platform/text.ts'
import { readSettings } from '../settings/lab.ts'
import type { FunctionDescription, LabFunction } from '../settings/function.ts'
import type { LabSettings } from '../settings/lab.ts'
import { CLOCK } from './clock.ts'
import { openContainer } from './container.ts'
import type { FailedInit } from './invocation.ts'
import { makeFolder } from './lab.ts'
import { openReaper } from './reaper.ts'
import type { Reaper } from './reaper.ts'
import { watched } from './watched.ts'
import { openLedger } from './ledger.ts'
import { removeFolder } from './removal.ts'

/** How a function's init goes. */
export type TriedInit =
  | { readonly kind: 'ok'; readonly initMs: Ms }
  | {
      readonly kind: 'failed'
      readonly errorType: string
      readonly message: string
      /** `file:line` in the function's own code, relative to its folder, where that is known. */
      readonly place: string | null
      /** What it wrote. */
      readonly lines: readonly string[]
    }

/**
 * Initialises this function once in a container of its own, which is gone afterwards: what is wrong with a handler is
 * known before anybody calls it. The signal ends it early. Throws `bad_setting`; rejects with `lab_failed`.
 */
export async function tryInit(
  description: FunctionDescription,
  settings: Omit<LabSettings, 'functions'> = {},
  signal?: AbortSignal,
): Promise<TriedInit> {
  const { functions, tmpFolder } = readSettings({ ...settings, functions: [description] })
  const fn = functions[0]!
  const folder = await makeFolder(tmpFolder)
  const reaper = watched(openReaper(folder), openLedger(folder))
  try {
    return await initialise(fn, { folder, reaper, signal })
  } finally {
    await reaper.close()
    await removeFolder(folder)
  }
}

async function initialise(fn: LabFunction, { folder, reaper, signal }: Surroundings): Promise<TriedInit> {
  const lines: string[] = []
  const container = openContainer({
    fn,
    folder,
    reaper,
    id: randomBytes(16).toString('hex'),
    instanceId: randomUUID(),
    bornAt: CLOCK.nowMs(),
    initType: 'on-demand',
    revision: { code: 1, config: 1, version: fn.version },
    tenant: null,
    now: () => CLOCK.nowMs(),
    onLog: () => {},
    onCall: () => {},
    onDied: () => {},
    onEvent: (_, event) => {
      if (event.type === 'function') lines.push(applicationLine(event.record))
    },
  })
  const give = (): void => void container.end()
  signal?.addEventListener('abort', give)
  try {
    const failed = await container.initialise().catch((error: unknown) => {
      if (signal?.aborted === true) return ABORTED
      throw error
    })
    const { initMs } = container.snapshot()
    return failed === null
      ? { kind: 'ok', initMs: initMs! }
      : { kind: 'failed', lines, ...inWords(failed, fn), place: await placeOf(failed, fn) }
  } finally {
    signal?.removeEventListener('abort', give)
    await container.kill()
  }
}

interface Surroundings {
  readonly folder: string
  readonly reaper: Reaper
  readonly signal: AbortSignal | undefined
}

const ABORTED: FailedInit = { kind: 'timeout' }

function inWords(failed: FailedInit, fn: LabFunction): { errorType: string; message: string } {
  switch (failed.kind) {
    case 'init_failed':
      return { errorType: failed.error.errorType, message: failed.error.errorMessage }
    case 'timeout':
      return {
        errorType: 'Sandbox.Timedout',
        message: `the init took longer than ${fn.initTimeout / 1000} s`,
      }
    case 'exited': {
      const { code, signal } = failed.exit
      const how = signal === null ? `exit status ${code}` : `signal ${signal}`
      return { errorType: 'Runtime.ExitError', message: `the process ended during its init, with ${how}` }
    }
    case 'out_of_memory':
      return {
        errorType: 'Runtime.OutOfMemory',
        message: `the init used ${failed.usedMb} MB of the ${fn.memoryMb} MB it has`,
      }
    case 'unstartable':
      return { errorType: 'Sandbox.Failure', message: String(failed.error) }
    case 'extension':
      return { errorType: failed.errorType, message: `the extension ${failed.name} failed` }
  }
}

async function placeOf(failed: FailedInit, fn: LabFunction): Promise<string | null> {
  if (failed.kind !== 'init_failed') return null
  const { errorType, trace } = failed.error
  const frame = trace.find((line) => line.includes(`${fn.folder}/`) && !line.includes('/node_modules/'))
  const inTrace = frame === undefined ? null : placeIn(frame, fn.folder)
  // Of a module's syntax errors Node gives the place to whoever only checks it.
  return inTrace ?? (errorType === 'Runtime.UserCodeSyntaxError' ? checkSyntax(fn) : null)
}

function placeIn(text: string, folder: string): string | null {
  const at = text.indexOf(`${folder}/`)
  return at < 0 ? null : (/^[^:\s]+:\d+/.exec(text.slice(at + folder.length + 1))?.[0] ?? null)
}

async function checkSyntax({ folder, handler, runtime }: LabFunction): Promise<string | null> {
  const file = join(folder, handler.slice(0, handler.lastIndexOf('.')))
  const found = ['.js', '.mjs', '.cjs'].map((ending) => `${file}${ending}`).find((path) => existsSync(path))
  if (found === undefined) return null
  return new Promise((resolve) => {
    execFile(runtime.nodeBinary, ['--check', found], (_error, _out, said) => resolve(placeIn(said, folder)))
  })
}
