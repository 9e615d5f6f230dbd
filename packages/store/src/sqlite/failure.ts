import Database from 'better-sqlite3'
import { ThermoclineError } from '@thermocline/wire'

/** Gives what `work` gives; a failure of the file becomes `store_unusable` with its path, any other passes untouched. */
export function onFile<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw named(path, error)
  }
}

function named(path: string, error: unknown): unknown {
  if (error instanceof Database.SqliteError) {
    const reason = REASONS.find(([code]) => error.code.startsWith(code))?.[1]
    return reason === undefined ? error : unusable(path, `${reason} (${error.message})`, error)
  }
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && PATH_CODES.has(code) ? unusable(path, String(error), error) : error
}

/** `store_unusable`: the path, and why it cannot be used. */
export function unusable(path: string, reason: string, cause?: unknown): ThermoclineError {
  return new ThermoclineError('store_unusable', `cannot use ${path}: ${reason}`, { cause })
}

const REASONS: readonly (readonly [code: string, reason: string])[] = [
  ['SQLITE_NOTADB', 'it is not a Thermocline database'],
  ['SQLITE_CORRUPT', 'the file is damaged'],
  ['SQLITE_CANTOPEN', 'it cannot be opened or made'],
  ['SQLITE_READONLY', 'it cannot be written'],
  ['SQLITE_PERM', 'it cannot be written'],
  ['SQLITE_FULL', 'the disk is full'],
  ['SQLITE_IOERR', 'the disk failed'],
  ['SQLITE_BUSY', 'another process has been writing for too long'],
  ['SQLITE_LOCKED', 'another process has been writing for too long'],
]

const PATH_CODES: ReadonlySet<string> = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'EEXIST',
  'ENOENT',
  'ENOSPC',
])
