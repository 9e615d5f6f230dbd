import { setTimeout as sleep } from 'node:timers/promises'
import type { InvocationResult } from '../live/invocation.ts'
import type { Answer } from '../api/answer.ts'
import type { DrivenLab } from './call.ts'
import type { Asked } from './invoke.ts'
import { tailOf } from './tail.ts'

/** What a caller gets of an invocation. */
export interface Outcome {
  /** The function failed, or Lambda gave it up. */
  readonly failed: boolean
  readonly body: Buffer
  readonly contentType: string
  /** Base64; `null` where it was not asked for. */
  readonly log: string | null
}

/**
 * Resolves when the answer is there and has travelled, or the invocation is over without one; with the log only when it
 * is over, as the log ends with REPORT. Rejects as the lab does.
 */
export async function outcomeOf(
  lab: DrivenLab,
  functionName: string,
  { event, options }: Asked,
  withLog: boolean,
): Promise<Outcome> {
  const answered = Promise.withResolvers<Answer>()
  const over = lab.invoke(functionName, event, { ...options, onAnswer: answered.resolve })
  const answer = await Promise.race([answered.promise, over.then(() => null)])
  if (answer !== null) await travelled(over)
  const outcome = answer === null ? ofResult(await over) : ofAnswer(answer)
  if (!withLog) return outcome
  const { container, requestId } = await over
  return { ...outcome, log: tailOf(lab.logs(container), requestId) }
}

// An answer is posted a few milliseconds before its runtime asks for the next event. From AWS it takes longer to its
// caller than that; on loopback it does not, and whoever calls again at once would find the container busy: 200 calls in
// a row took 3 containers in turn, and 1 with this.
const TRAVEL_MS = 20

async function travelled(over: Promise<unknown>): Promise<void> {
  const journey = sleep(TRAVEL_MS, undefined, { ref: false })
  // The caller has its answer, whatever becomes of the rest.
  await Promise.race([over, journey]).catch(() => {})
}

function ofAnswer(answer: Answer): Outcome {
  switch (answer.kind) {
    case 'payload':
      return { failed: false, body: answer.body, contentType: JSON_TYPE, log: null }
    case 'error':
      return { failed: true, body: answer.body, contentType: JSON_TYPE, log: null }
    case 'stream':
      return answer.error === null
        ? { failed: false, body: answer.body, contentType: answer.contentType, log: null }
        : { failed: true, body: asBody(answer.error), contentType: JSON_TYPE, log: null }
  }
}

/** Nothing was answered: the words are Lambda's, or the runtime's for an init that failed. */
function ofResult({ error, outcome }: InvocationResult): Outcome {
  const { errorType, errorMessage, trace } = error ?? NO_ANSWER
  const told = outcome === 'error' ? { errorType, errorMessage, trace } : { errorType, errorMessage }
  return { failed: true, body: asBody(told), contentType: JSON_TYPE, log: null }
}

const NO_ANSWER = { errorType: 'Runtime.Unknown', errorMessage: 'the runtime posted no answer', trace: [] }

function asBody(error: unknown): Buffer {
  return Buffer.from(JSON.stringify(error))
}

const JSON_TYPE = 'application/json'
