import { key, unixUs } from '@thermocline/wire'
import type { UnixUs } from '@thermocline/wire'
import type { JournalOutcome } from '../journal/entry.ts'
import type { SimulatedFunction } from './function.ts'
import type { Ids } from './ids.ts'
import { FLAGS, KIND_INTERNAL, KIND_SERVER, nanoseconds, STATUS_ERROR, text } from './otlp.ts'
import type { Attribute, OtlpSpan } from './otlp.ts'
import type { InitTimes, Meeting, SdkProcess } from './sdk-process.ts'

/** One invocation that reached the handler. */
export interface HandlerRun {
  readonly requestId: string
  readonly from: UnixUs
  readonly to: UnixUs
  readonly outcome: JournalOutcome
  /** Part of its time that was over when the handler was reached. */
  readonly initUs: number
  readonly process: SdkProcess
  readonly meeting: Meeting
}

/** The spans of an invocation, its root first; none where the process died and only its log tells of it. */
export function sdkSpans(fn: SimulatedFunction, ids: Ids, run: HandlerRun): OtlpSpan[] {
  const told = tellEnd(fn, run)
  if (told === null) return []
  const { requestId, from, process, meeting } = run
  const traceId = ids.hex(32)
  const root: OtlpSpan = {
    traceId,
    spanId: ids.hex(16),
    name: fn.name,
    kind: KIND_SERVER,
    startTimeUnixNano: nanoseconds(from),
    endTimeUnixNano: nanoseconds(told.at),
    // Joined rather than spread into one: a fifth less time for all that is sent.
    attributes: [text(key.FAAS_INVOCATION_ID, requestId), text(key.FAAS_INVOCATION_ID_OLD, requestId)].concat(
      meeting.attributes,
      process.leave(told.at),
      told.attributes,
    ),
    ...(told.attributes.length === 0 ? {} : FAILED),
    flags: FLAGS,
  }
  return meeting.init === null ? [root] : [root, initSpan(root, ids.hex(16), meeting.init)]
}

/** When the SDK ends the root span: before the deadline at the latest. `null` where the process dies before. */
function tellEnd(
  fn: SimulatedFunction,
  { from, to, outcome, initUs }: HandlerRun,
): { readonly at: UnixUs; readonly attributes: readonly Attribute[] } | null {
  const leftMs = fn.timeout - initUs / 1000
  const delayMs = leftMs - marginMs(fn, leftMs)
  const deadline = from + Math.round(delayMs * 1000)
  if (delayMs > 0 && to > deadline) return { at: unixUs(deadline), attributes: TIMED_OUT }
  if (outcome === 'ok') return { at: to, attributes: [] }
  if (outcome === 'error') return { at: to, attributes: THREW }
  // A line is written in the very end of a process, and there is no time to post.
  return fn.flush === 'log' ? { at: to, attributes: EXITED } : null
}

// As in packages/lambda, which keeps so much for its flush.
const LOG_MARGIN_MS = 30
const OTLP_MARGIN_SHARE = 0.05
const OTLP_MARGIN_LEAST_MS = 50
const OTLP_MARGIN_MOST_MS = 300

function marginMs({ flush }: SimulatedFunction, leftMs: number): number {
  if (flush === 'log') return LOG_MARGIN_MS
  return Math.min(OTLP_MARGIN_MOST_MS, Math.max(OTLP_MARGIN_LEAST_MS, leftMs * OTLP_MARGIN_SHARE))
}

const FAILED = { status: { code: STATUS_ERROR } }
const THREW = [text(key.ERROR_TYPE, 'Error')]
const EXITED = [text(key.ERROR_TYPE, 'process.exit')]
const TIMED_OUT = [text(key.ERROR_TYPE, 'timeout')]

function initSpan({ traceId, spanId }: OtlpSpan, id: string, { from, us }: InitTimes): OtlpSpan {
  return {
    traceId,
    spanId: id,
    parentSpanId: spanId,
    name: key.INIT_SPAN_NAME,
    kind: KIND_INTERNAL,
    startTimeUnixNano: nanoseconds(from),
    endTimeUnixNano: nanoseconds(unixUs(from + us)),
    attributes: [],
    flags: FLAGS,
  }
}
