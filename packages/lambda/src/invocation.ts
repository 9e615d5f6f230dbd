import { key, ms } from '@thermocline/wire'
import { KEEP_MS, watchDeadline } from './deadline.ts'
import type { Guard } from './guard.ts'
import type { LambdaContext, Outcome } from './handler.ts'
import { performance } from './node-globals.ts'
import { closeRoot, openRoot } from './root-span.ts'
import type { Running } from './running.ts'
import type { Call, Watched } from './watched.ts'

/** An invocation under way. */
export interface Invocation extends Watched {
  /** Lambda's context object: who calls with the same one is part of this invocation. */
  readonly context: unknown
  /** Empty where the context has none. */
  readonly requestId: string
  /** True while a handler that has returned may still answer by a callback. */
  unanswered(): boolean
}

/** Begins an invocation: `ended` is called once, when it is over. */
export function openInvocation(call: Call, running: Running, guard: Guard, ended: () => void): Invocation {
  const beganAt = performance.now()
  const context = contextOf(call)
  const meeting = running.host.meet(Date.now())
  const requestId = requestIdOf(call)
  const root = openRoot({
    tracer: running.pipeline.tracer,
    name: running.functionName,
    requestId,
    event: call.event,
    context,
    version: running.functionVersion,
    meeting,
  })
  const deadline = watchDeadline(call.context, running.settings.flush, () => void end({ kind: 'timeout' }))
  const leaks = running.leaks.begin(meeting.ordinal, call.handler, root.span.spanContext())
  const beginMs = performance.now() - beganAt
  let returned = false
  let over = false
  let flush: Promise<void> | undefined

  function finish(outcome: Outcome): Promise<void> | undefined {
    const endedAt = performance.now()
    running.host.left(Date.now())
    const remainingMs = deadline.remainingMs()
    guard.run('leaks', () => leaks.end(remainingMs), undefined)
    closeRoot(root.span, root.trigger, outcome, {
      ...measure(running, meeting.ordinal),
      [key.SDK_OVERHEAD_US]: (beginMs + performance.now() - endedAt) * 1000,
    })
    const withinMs = Math.min(running.settings.flushTimeout, remainingMs - KEEP_MS)
    return running.pipeline.flush(requestId, ms(withinMs))
  }

  function release(): void {
    deadline.clear()
    ended()
  }

  function flushFailed(error: unknown): void {
    guard.failed('flush', error)
  }

  function end(outcome: Outcome): Promise<void> | undefined {
    if (over) return flush
    over = true
    guard.run('end', release, undefined)
    flush = guard.run('end', () => finish(outcome)?.catch(flushFailed), undefined)
    return flush
  }

  return {
    context: call.context,
    requestId,
    end,
    returned: () => {
      returned = true
    },
    unanswered: () => returned,
  }
}

export function contextOf(call: Call): LambdaContext {
  return typeof call.context === 'object' && call.context !== null ? call.context : {}
}

export function requestIdOf(call: Call): string {
  const { awsRequestId } = contextOf(call)
  return typeof awsRequestId === 'string' ? awsRequestId : ''
}

// The resident set is read from /proc: 9 to 30 µs, more than all the rest of an invocation costs.
const MEMORY_EVERY = 10

function measure(running: Running, ordinal: number): Record<string, string | number | undefined> {
  const memory = ordinal <= 2 || ordinal % MEMORY_EVERY === 0 ? process.memoryUsage() : undefined
  return {
    [key.MEMORY_HEAP_USED]: memory?.heapUsed,
    [key.MEMORY_RSS]: memory?.rss,
    [key.SDK_DROPPED_SPANS]: running.pipeline.dropped(),
    [key.FLUSH_MODE]: running.settings.flush,
    [key.FLUSH_OUTCOME]: running.pipeline.lastOutcome(),
  }
}
