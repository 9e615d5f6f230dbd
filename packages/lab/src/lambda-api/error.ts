import { ThermoclineError } from '@thermocline/wire'
import type { ThrottleReason } from '../schedule/decision.ts'
import { json } from './call.ts'
import type { ApiReply } from './call.ts'

// Refusals under AWS's names, so that an SDK throws what it would throw there.

const STATUSES = {
  InvalidParameterValueException: 400,
  InvalidRequestContentException: 400,
  SerializationException: 400,
  AccessDeniedException: 403,
  ResourceNotFoundException: 404,
  ProvisionedConcurrencyConfigNotFoundException: 404,
  RequestTooLargeException: 413,
  TooManyRequestsException: 429,
  ServiceException: 500,
  NotImplementedException: 501,
} as const

export type RefusalType = keyof typeof STATUSES

export class Refusal extends Error {
  readonly type: RefusalType
  /** Of a throttled call. */
  readonly reason: string | undefined

  constructor(type: RefusalType, message: string, reason?: string) {
    super(message)
    this.type = type
    this.reason = reason
  }
}

export function tooLarge(mostBytes: number, operation: string): Refusal {
  const message = `Request must be smaller than ${mostBytes} bytes for the ${operation} operation`
  return new Refusal('RequestTooLargeException', message)
}

/** Whatever went wrong, as AWS would answer it. */
export function refusalReply(error: unknown): ApiReply {
  const { type, message, reason } = refusalOf(error)
  const { status, body } = json(STATUSES[type], {
    ...(reason === undefined ? {} : { Reason: reason }),
    Type: type === 'ServiceException' ? 'Service' : 'User',
    [CAPITAL.has(type) ? 'Message' : 'message']: message,
  })
  return { status, headers: { 'x-amzn-ErrorType': type }, body: body! }
}

// AWS writes the member's name one way or the other; its own clients read both.
const CAPITAL: ReadonlySet<string> = new Set<RefusalType>([
  'AccessDeniedException',
  'ResourceNotFoundException',
  'ServiceException',
])

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (!(error instanceof ThermoclineError)) return new Refusal('ServiceException', String(error))
  const { code, message, cause } = error
  if (code === 'lab_throttled')
    return new Refusal('TooManyRequestsException', 'Rate Exceeded.', awsReason(cause))
  const isCallers = code === 'bad_setting' || code === 'bad_argument'
  return new Refusal(isCallers ? 'InvalidParameterValueException' : 'ServiceException', message)
}

const AWS_REASONS: Readonly<Record<ThrottleReason, string>> = {
  concurrency: 'ReservedFunctionConcurrentInvocationLimitExceeded',
  scale_rate: 'FunctionInvocationRateLimitExceeded',
  capacity: 'ConcurrentInvocationLimitExceeded',
}

/** `cause` of `lab_throttled` is the scheduler's reason. */
function awsReason(cause: unknown): string {
  return AWS_REASONS[cause as ThrottleReason] ?? AWS_REASONS.concurrency
}
