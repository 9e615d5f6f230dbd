import type { ApiReply, Call, Surroundings } from './call.ts'
import { eventMessage } from './event-stream.ts'
import { invokeAndWait } from './invoke.ts'
import type { Outcome } from './outcome.ts'

/**
 * InvokeWithResponseStream: the answer as events of AWS's binary stream. They come together when the answer is complete,
 * as the lab has it only then; what a handler had written before it timed out is lost, where AWS would have passed it on.
 */
export async function invokeWithResponseStream({ lab }: Surroundings, call: Call): Promise<ApiReply> {
  const waited = await invokeAndWait(lab, call)
  if (waited === null) return { status: 204 }
  const { outcome, headers } = waited
  return {
    status: 200,
    headers: { ...headers, 'Content-Type': 'application/vnd.amazon.eventstream' },
    body: Buffer.concat([...(outcome.failed ? [] : chunksOf(outcome.body)), completion(outcome)]),
  }
}

// A client may refuse a message beyond 16 MB, and an answer may have 200.
const CHUNK_BYTES = 131_072

function chunksOf(body: Buffer): Buffer[] {
  const count = Math.ceil(body.length / CHUNK_BYTES)
  return Array.from({ length: count }, (_, index) =>
    eventMessage(
      'PayloadChunk',
      'application/octet-stream',
      body.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES),
    ),
  )
}

function completion({ failed, body, log }: Outcome): Buffer {
  const told = {
    ...(failed ? { ErrorCode: 'Unhandled', ErrorDetails: body.toString('utf8') } : {}),
    ...(log === null ? {} : { LogResult: log }),
  }
  return eventMessage('InvokeComplete', 'application/json', Buffer.from(JSON.stringify(told)))
}
