/** Anything the runtime can call: async, callback, synchronous and streaming handlers alike. */
export type Handler = (...args: never[]) => unknown

/** Marks a streaming handler: (event, responseStream, context). */
export const STREAMING: symbol = Symbol.for('aws.lambda.runtime.handler.streaming')

/** What the SDK reads of Lambda's context object; all of it may be missing in a test or under another runtime. */
export interface LambdaContext {
  readonly awsRequestId?: unknown
  readonly functionName?: unknown
  readonly functionVersion?: unknown
  readonly invokedFunctionArn?: unknown
  readonly tenantId?: unknown
  readonly xRayTraceId?: unknown
  readonly clientContext?: unknown
  readonly getRemainingTimeInMillis?: unknown
}

/** How an invocation ended. */
export type Outcome =
  | { readonly kind: 'ok'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'timeout' }
  /** The handler returned without a result, and the runtime did not wait for one. */
  | { readonly kind: 'unanswered' }
  /** The process ends in the middle of it. */
  | { readonly kind: 'died'; readonly errorType: string }
