import { randomUUID } from 'node:crypto'
import type { LabFunction } from '../settings/function.ts'
import { headerOf } from './call.ts'
import type { ApiReply, Call, DrivenLab, Surroundings } from './call.ts'
import { readClientContext, readEvent, readTenant } from './event.ts'
import { Refusal, tooLarge } from './error.ts'
import { outcomeOf } from './outcome.ts'
import type { Outcome } from './outcome.ts'
import { findFunction } from './target.ts'

/** Invoke: waits for the answer, queues the event (`Event`), or only looks whether it could be called (`DryRun`). */
export async function invoke({ lab, queue }: Surroundings, call: Call): Promise<ApiReply> {
  const fn = findFunction(lab, call)
  const type = invocationType(call, ['RequestResponse', 'Event', 'DryRun'])
  if (type === 'Event' && call.body.length > MOST_QUEUED_BYTES)
    throw tooLarge(MOST_QUEUED_BYTES, 'InvokeFunction')
  const asked = readInvocation(fn, call)
  if (type === 'DryRun') return { status: 204 }
  if (type === 'Event') {
    queue.add({ functionName: fn.name, ...asked })
    return { status: 202, headers: { 'x-amzn-RequestId': asked.options.requestId } }
  }
  const outcome = await outcomeOf(lab, fn.name, asked, wantsTail(fn, call))
  return {
    status: 200,
    headers: {
      ...identity(fn, asked),
      'Content-Type': outcome.contentType,
      ...(outcome.failed ? { 'X-Amz-Function-Error': 'Unhandled' } : {}),
      ...(outcome.log === null ? {} : { 'X-Amz-Log-Result': outcome.log }),
    },
    body: outcome.body,
  }
}

/** What is common to both ways to wait for an answer. Gives `null` for a dry run, which is all right. */
export async function invokeAndWait(
  lab: DrivenLab,
  call: Call,
): Promise<{ readonly headers: Readonly<Record<string, string>>; readonly outcome: Outcome } | null> {
  const fn = findFunction(lab, call)
  const type = invocationType(call, ['RequestResponse', 'DryRun'])
  const asked = readInvocation(fn, call)
  if (type === 'DryRun') return null
  const outcome = await outcomeOf(lab, fn.name, asked, wantsTail(fn, call))
  return { headers: identity(fn, asked), outcome }
}

/** Of an event that nobody waits for: 1 MiB. */
const MOST_QUEUED_BYTES = 1_048_576

/** An invocation as the lab takes it. */
export interface Asked {
  readonly event: unknown
  readonly options: {
    readonly requestId: string
    readonly tenant?: string
    readonly clientContext?: string
  }
}

function readInvocation(fn: LabFunction, call: Call): Asked {
  return {
    event: readEvent(call.body),
    options: { requestId: randomUUID(), ...readTenant(fn, call), ...readClientContext(call) },
  }
}

function invocationType<T extends string>(call: Call, choices: readonly [T, ...T[]]): T {
  const asked = headerOf(call, 'x-amz-invocation-type') ?? choices[0]
  const type = choices.find((choice) => choice === asked)
  if (type !== undefined) return type
  const wanted = choices.join(', ')
  throw new Refusal('InvalidParameterValueException', `InvocationType must be one of ${wanted}, got ${asked}`)
}

function wantsTail(fn: LabFunction, call: Call): boolean {
  const asked = headerOf(call, 'x-amz-log-type') ?? 'None'
  if (asked === 'None') return false
  if (asked !== 'Tail')
    throw new Refusal('InvalidParameterValueException', `LogType must be one of None, Tail, got ${asked}`)
  if (fn.policy.managed === null) return true
  throw new Refusal('InvalidParameterValueException', 'LogType Tail is not supported under Managed Instances')
}

// An invocation goes to the revision that is current when it arrives, whatever is deployed while it waits or runs.
function identity({ version }: LabFunction, { options }: Asked): Readonly<Record<string, string>> {
  return { 'x-amzn-RequestId': options.requestId, 'X-Amz-Executed-Version': version }
}
