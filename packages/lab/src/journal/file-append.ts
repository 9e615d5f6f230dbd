import { closeSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs'
import { ThermoclineError } from '@thermocline/wire'
import { JOURNAL_VERSION } from './entry.ts'

/**
 * Opens a journal to go on with, or a new one. Takes off a last line that a kill has cut, to which the next would be
 * glued. Throws `bad_argument` for a file that is no journal of this version, which stays as it was, or that cannot be
 * written.
 */
export function openToAppend(path: string): number {
  const file = openAny(path)
  try {
    const { size } = fstatSync(file)
    if (size > 0) {
      requireJournal(path, readAt(file, 0, Math.min(FIRST_LINE, size)))
      ftruncateSync(file, endOfLastLine(file, size))
    }
    return file
  } catch (error) {
    closeSync(file)
    throw error
  }
}

function openAny(path: string): number {
  try {
    return openSync(path, 'a+', 0o600)
  } catch (error) {
    throw notOne(path, String(error))
  }
}

/** The first line is enough: nothing but a journal begins so. */
function requireJournal(path: string, head: Buffer): void {
  const [line = ''] = head.toString('utf8').split('\n')
  const version = /"kind":"opened".*?"journal":(\d+)/.exec(line)?.[1]
  if (version === undefined) throw notOne(path, `it begins with ${JSON.stringify(line.slice(0, 60))}`)
  if (Number(version) !== JOURNAL_VERSION) throw notOne(path, `it is of version ${version}`)
}

function notOne(path: string, met: string): ThermoclineError {
  const wanted = `a journal of version ${JOURNAL_VERSION} or a new file`
  return new ThermoclineError('bad_argument', `the journal's file must be ${wanted}, got ${path}: ${met}`)
}

/** Behind the last line end; 0 where there is none. */
function endOfLastLine(file: number, size: number): number {
  for (let end = size; end > 0; end -= STEP) {
    const start = Math.max(0, end - STEP)
    const found = readAt(file, start, end - start).lastIndexOf(0x0a)
    if (found !== -1) return start + found + 1
  }
  return 0
}

const FIRST_LINE = 4096
const STEP = 65_536

function readAt(file: number, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length)
  return buffer.subarray(0, readSync(file, buffer, 0, length, position))
}
