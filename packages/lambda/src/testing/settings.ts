import { badSetting } from '@thermocline/wire'
import type { Moment } from '../leaks/detector.ts'
import type { Handler } from '../call/handler.ts'
import type { LeakCheck } from './index.ts'

/** A check with nothing left out. */
interface Invocations {
  readonly event: (n: number) => unknown
  readonly context: (n: number) => object
  readonly allow: readonly string[]
  readonly invocations: number
}

const LEAST = 30
const MOST = 100_000
const DEFAULT = 60

/** Throws `bad_setting`, naming the option. */
export function readInvocations(handler: Handler, check: LeakCheck): Invocations {
  const { event, context, allow = [], invocations = DEFAULT } = check ?? {}
  if (typeof handler !== 'function') throw badSetting('handler', 'a function', typeof handler)
  if (typeof event !== 'function')
    throw badSetting('event', 'a function that makes the n-th event', typeof event)
  if (context !== undefined && typeof context !== 'function') {
    throw badSetting('context', 'a function that gives what the n-th context has', typeof context)
  }
  if (!Number.isInteger(invocations) || invocations < LEAST || invocations > MOST) {
    throw badSetting('invocations', `${LEAST} to ${MOST}`, invocations)
  }
  if (!Array.isArray(allow)) throw badSetting('allow', 'a list of names', typeof allow)
  return { event, context: (n) => ({ ...contextOf(n), ...context?.(n) }), allow, invocations }
}

const REMAINING_MS = 30_000

/** As Lambda's. */
function contextOf(n: number): object {
  const id = n.toString(16).padStart(12, '0')
  return {
    awsRequestId: `00000000-0000-4000-8000-${id}`,
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'test',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:test',
    memoryLimitInMB: '512',
    logGroupName: '/aws/lambda/test',
    logStreamName: '2026/01/01/[$LATEST]00000000000000000000000000000000',
    getRemainingTimeInMillis: () => REMAINING_MS,
  }
}

/** Which invocation it is. No span is sent: its ids only tell one from another. */
export function momentOf(n: number): Moment {
  const spanId = (n + 1).toString(16).padStart(16, '0')
  return { ordinal: n + 1, root: { traceId: spanId.repeat(2), spanId, traceFlags: 1 } }
}
