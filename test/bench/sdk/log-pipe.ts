import { execFileSync } from 'node:child_process'
import { closeSync, constants, openSync, rmSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'

/** What a process has written to its log. */
interface Logged {
  readonly bytes: number
  readonly firstLineBytes: number
}

/** A pipe for a process's standard output, read as it comes. */
export interface LogPipe {
  /** To be handed to the process; close it here once that is done. */
  readonly writeEnd: number
  logged(): Logged
  /** When all its writers are gone and all is read. */
  readonly drained: Promise<void>
}

let made = 0

/** A real pipe: what Node calls one is a pair of sockets, into which a write takes half the time. */
export function openLogPipe(folder: string): LogPipe {
  const path = join(folder, `log-${process.pid}-${made++}`)
  execFileSync('mkfifo', [path])
  const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const writeEnd = openSync(path, constants.O_WRONLY)
  rmSync(path)
  let [bytes, firstLineBytes] = [0, 0]
  let firstLine = true
  const reader = new Socket({ fd: readEnd, readable: true, writable: false })
  const drained = Promise.withResolvers<void>()
  reader.on('data', (chunk) => {
    bytes += chunk.length
    if (!firstLine) return
    const end = chunk.indexOf('\n')
    firstLine = end < 0
    firstLineBytes += firstLine ? chunk.length : end + 1
  })
  reader.on('close', () => drained.resolve())
  return { writeEnd, logged: () => ({ bytes, firstLineBytes }), drained: drained.promise }
}

export function closeWriteEnd(pipe: LogPipe): void {
  closeSync(pipe.writeEnd)
}
