import { key } from '@thermocline/wire'
import { list, ownValue } from './json.ts'
import type { Trigger } from './trigger.ts'

/** What the result of a handler says of the invocation. */
export interface ResultFacts {
  readonly attributes: Readonly<Record<string, number>>
  /** Undefined where the invocation did what it was called for. */
  readonly errorType: string | undefined
}

/** Reads statuses and counts only. Never throws. */
export function readResult(result: unknown, { source, kind, batch }: Trigger): ResultFacts {
  try {
    if (batch) return messages(list(ownValue(result, 'batchItemFailures')).length)
    // PENDING has been checkpointed and goes on in another invocation: no error, and no end.
    if (source === 'durable' && ownValue(result, 'Status') === 'FAILED') return factsOf({}, 'durable_failed')
    // An authorizer's or a resolver's result is no HTTP answer: a statusCode in it is data.
    if (kind !== 'http' || /^appsync|_authorizer$/.test(source)) return factsOf({})
    return http(ownValue(result, source === 'cloudfront' ? 'status' : 'statusCode'))
  } catch {
    // A proxy of the user's: no failure of ours, so it does not go to the guard.
    return factsOf({})
  }
}

function factsOf(attributes: ResultFacts['attributes'], errorType?: string): ResultFacts {
  return { attributes, errorType }
}

// Messages given back are tried again: the invocation itself has not failed.
function messages(failures: number): ResultFacts {
  return factsOf(failures > 0 ? { [key.BATCH_FAILURES]: failures } : {})
}

// API Gateway takes a text too.
function http(given: unknown): ResultFacts {
  const status = typeof given === 'string' ? Number(given) : given
  if (typeof status !== 'number') return factsOf({})
  if (!Number.isInteger(status) || status < 100 || status > 599) return factsOf({})
  return factsOf({ [key.HTTP_RESPONSE_STATUS_CODE]: status }, status >= 500 ? String(status) : undefined)
}
