import { key } from '@thermocline/wire'
import { at, list } from './json.ts'
import type { Facts } from './trigger.ts'

/**
 * A durable execution is one piece of work over many invocations, each of which replays what is done already. Its name
 * and id are the user's: how far it has come is enough to count executions and invocations apart.
 */
export function durable(event: unknown): Facts {
  const operations = list(at(event, 'InitialExecutionState', 'Operations')).length
  // The execution itself is an operation, and the only one before anything was done.
  return { [key.DURABLE_FIRST]: operations <= 1, [key.DURABLE_OPERATIONS]: operations }
}
