import { performance, writeSync } from '../node-globals.ts'

type WriteSync = (file: number, bytes: Uint8Array, offset: number) => number

/**
 * Writes text to stdout and says whether all of it went out.
 * Once anything touched `process.stdout` the pipe is non-blocking: a write then throws EAGAIN while the pipe is full
 * (2,400-3,300 times in 11,250 writes) and may take only a part. Both are tried again until the time is over.
 */
export function writeStdout(text: string, withinMs: number, write: WriteSync = writeSync): boolean {
  const bytes = bytesOf(text)
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

// A line is ASCII but for what a request id may hold. One buffer for all of them: a new one for each was a fifth of the
// garbage of an invocation.
let line: Buffer | undefined
const LINE_BYTES = 16_384

function bytesOf(text: string): Buffer {
  if (text.length * 3 > LINE_BYTES) return Buffer.from(text)
  line ??= Buffer.allocUnsafe(LINE_BYTES)
  return line.subarray(0, line.write(text))
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN'
}

/** Gives the reader of the pipe the processor; a busy loop would take it away on a small function. */
function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
