import type { EventEmitter } from 'node:events'
import { shielded } from '../call/shield.ts'
import { className } from '../guard.ts'

/** What to do when the process ends, or runs out of work, in the middle of an invocation. */
export interface ProcessEnd {
  /** Nothing is left to wait for: the runtime of Node 22 answers now, the one of Node 24 dies. */
  idle(): void
  /** The process ends in this very turn. `errorType` is what brought it down. */
  ended(errorType: string): void
}

/** Listens while invocations run. */
export interface EndWatch {
  begin(): void
  /** A handler has returned that may still answer: only for such a one is an event loop that runs empty no end. */
  returned(): void
  end(): void
}

/** For `process.exit`, and for an event loop that ran empty under Node 24. */
const EXIT = 'process.exit'

/**
 * Crashes take their normal course: a monitor suppresses nothing; and where the runtime itself listens for rejections,
 * as it does on Node 22, ours is only told first. What they were is remembered until the process really ends, for an
 * application may go on after one.
 */
export function watchProcessEnd(end: ProcessEnd): EndWatch {
  let crash: string | undefined
  let watching = false
  let [rejections, waiting] = [false, false]
  const crashed = shielded((error: unknown) => {
    crash = className(error)
  })
  // Where the application's only listener was for one time, the next rejection has to end the process as without us.
  const leaveAlone = shielded(() => {
    if (!rejections || process.listenerCount('unhandledRejection') > 1) return
    process.off('unhandledRejection', rejected)
    rejections = false
  })
  const rejected = shielded((error: unknown) => {
    crashed(error)
    queueMicrotask(leaveAlone)
  })
  const idle = shielded(() => end.idle())
  const exited = shielded(() => end.ended(crash ?? EXIT))
  return {
    begin() {
      if (watching) return
      watching = true
      crash = undefined
      listen('uncaughtExceptionMonitor', crashed)
      listen('exit', exited)
      rejections = process.listenerCount('unhandledRejection') > 0
      if (rejections) listen('unhandledRejection', rejected, 'prependListener')
    },
    returned() {
      if (!waiting) listen('beforeExit', idle)
      waiting = true
    },
    end() {
      watching = false
      process.off('uncaughtExceptionMonitor', crashed)
      process.off('exit', exited)
      // Each call costs half a microsecond, so none is made for nothing.
      if (rejections) process.off('unhandledRejection', rejected)
      if (waiting) process.off('beforeExit', idle)
      rejections = waiting = false
    },
  }
}

/** An application that has as many as Node allows is not to be warned of ours. */
function listen(
  event: string,
  listener: (error: unknown) => void,
  by: 'on' | 'prependListener' = 'on',
): void {
  const most = process.getMaxListeners()
  const isFull = most > 0 && process.listenerCount(event) >= most
  if (isFull) process.setMaxListeners(0)
  const emitter: EventEmitter = process
  emitter[by](event, listener)
  if (isFull) process.setMaxListeners(most)
}
