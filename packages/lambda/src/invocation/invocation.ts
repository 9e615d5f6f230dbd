import { key, ms } from '@thermocline/wire'
import type { LambdaContext, Outcome } from '../call/handler.ts'
import { attempt, shielded } from '../call/shield.ts'
import type { Call, Watched } from '../call/watched.ts'
import type { Guard } from '../guard.ts'
import { performance } from '../node-globals.ts'
import { within } from '../spans/active.ts'
import type { Attributes } from '../spans/otel.ts'
import { afterResponse } from './after-response.ts'
import { KEEP_MS, watchDeadline } from './deadline.ts'
import { addLoaded, closeRoot, openRoot } from './root-span.ts'
import type { Running } from './running.ts'

/** An invocation under way. */
export interface Invocation extends Watched {
  /** Lambda's context object: who calls with the same one is part of this invocation. */
  readonly context: unknown
  /** Empty where the context has none. */
  readonly requestId: string
  /** True while a handler that has returned may still answer by a callback. */
  unanswered(): boolean
}

/** Who is told of what becomes of it. */
export interface Course {
  /** The handler has returned, and may still answer. */
  returned(): void
  /** Called once, when it is over. */
  ended(): void
}

/** Begins an invocation. */
export function openInvocation(call: Call, running: Running, guard: Guard, course: Course): Invocation {
  const beganAt = performance.now()
  const context = contextOf(call)
  const requestId = requestIdOf(call)
  const meeting = running.host.meet(Date.now())
  const root = openRoot({ running, requestId, event: call.event, context, meeting })
  const deadline = watchDeadline(call.context, running.mode, () => void end({ kind: 'timeout' }))
  const leaks = running.leaks.begin({ ...call, ordinal: meeting.ordinal, root: root.span.context })
  // Last: who has begun is waited for, and only what this returns says that it is over.
  running.extension.began(requestId)
  const beginMs = performance.now() - beganAt
  let returned = false
  let over = false
  let flush: Promise<void> | undefined

  function finish(outcome: Outcome, endedAt: number): Promise<void> | undefined {
    const finishAt = performance.now()
    const remainingMs = deadline.remainingMs()
    const answer = outcome.kind === 'ok' ? outcome.value : undefined
    const lookUs =
      outcome.kind === 'died'
        ? undefined
        : guard.run('leaks', () => leaks.end(remainingMs, answer), undefined)
    const cut = cutOff(outcome)
    if (cut !== undefined) running.appSpans.endOpen(root.span.context.traceId, cut)
    guard.run('modules', () => addLoaded(running, root.span.context), undefined)
    closeRoot(root, outcome, endedAt, {
      ...measure(running, meeting.ordinal),
      [key.FLUSH_MODE]: outcome.kind === 'died' ? 'log' : running.mode,
      [key.SDK_LOOK_US]: lookUs,
      [key.SDK_OVERHEAD_US]: (beginMs + performance.now() - finishAt) * 1000,
    })
    const withinMs = ms(Math.min(running.settings.flushTimeout, remainingMs - KEEP_MS))
    if (outcome.kind === 'died') running.pipeline.flushNow(requestId, withinMs)
    else return flushBoth(running, requestId, withinMs)
    return undefined
  }

  function release(): void {
    deadline.clear()
    course.ended()
    running.host.left(Date.now())
  }

  function end(outcome: Outcome): Promise<void> | undefined {
    if (over) return flush
    over = true
    const endedAt = performance.now()
    guard.run('end', release, undefined)
    const work = (): Promise<void> | undefined =>
      guard.run(
        'end',
        () => finish(outcome, endedAt)?.catch((error) => guard.failed('flush', error)),
        undefined,
      )
    flush = afterResponse(running, requestId, outcome, work)
    const done = shielded(() => (flush = undefined))
    void flush?.then(done, done)
    return flush
  }

  return {
    context: call.context,
    requestId,
    run: within(root.span.active, root.carried),
    end,
    returned: () => {
      // It may have answered before it returned.
      if (over) return
      returned = true
      course.returned()
    },
    unanswered: () => returned,
  }
}

/** What cut the handler off; undefined where it came to its end. */
function cutOff(outcome: Outcome): string | undefined {
  if (outcome.kind === 'timeout') return 'timeout'
  return outcome.kind === 'died' ? outcome.errorType : undefined
}

/** Ours and the application's, at the same time. */
function flushBoth(running: Running, requestId: string, withinMs: number): Promise<void> | undefined {
  const theirs = attempt(() => running.app.flush(withinMs, running.mode === 'extension'), undefined)
  const ours = running.pipeline.flush(requestId, ms(withinMs))
  return theirs && ours ? Promise.all([theirs, ours]).then(() => {}) : (theirs ?? ours)
}

export function contextOf(call: Call): LambdaContext {
  return typeof call.context === 'object' && call.context !== null ? call.context : {}
}

export function requestIdOf(call: Call): string {
  const { awsRequestId } = contextOf(call)
  return typeof awsRequestId === 'string' ? awsRequestId : ''
}

// The resident set is read from /proc: 9 to 30 µs, more than all the rest of an invocation costs.
const MEMORY_EVERY = 100

function measure(running: Running, ordinal: number): Attributes {
  const memory = ordinal <= 2 || ordinal % MEMORY_EVERY === 0 ? process.memoryUsage() : undefined
  const last = running.pipeline.last()
  return {
    [key.MEMORY_HEAP_USED]: memory?.heapUsed,
    [key.MEMORY_RSS]: memory?.rss,
    [key.SDK_DROPPED_SPANS]: running.pipeline.dropped(),
    [key.FLUSH_OUTCOME]: last?.outcome,
    [key.FLUSH_DURATION_US]: last?.tookUs,
  }
}
