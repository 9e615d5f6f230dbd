import { writeSync } from 'node:fs'
import { performance } from './node-globals.ts'

type WriteSync = (file: number, bytes: Uint8Array, offset: number) => number

/**
 * Writes text to stdout and says whether all of it went out.
 * Once anything touched `process.stdout` the pipe is non-blocking: a write then throws EAGAIN while the pipe is full
 * (2,400-3,300 times in 11,250 writes) and may take only a part. Both are tried again until the time is over.
 */
export function writeStdout(text: string, withinMs: number, write: WriteSync = writeSync): boolean {
  const bytes = Buffer.from(text)
  let offset = 0
  let giveUpAt: number | undefined
  while (offset < bytes.length) {
    try {
      offset += write(1, bytes, offset)
    } catch (error) {
      if (!isFull(error)) return false
      giveUpAt ??= performance.now() + withinMs
      if (performance.now() >= giveUpAt) return false
      sleep(1)
    }
  }
  return true
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN'
}

/** Gives the reader of the pipe the processor; a busy loop would take it away on a small function. */
function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
