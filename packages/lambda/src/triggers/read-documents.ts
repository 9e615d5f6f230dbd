import { key } from '@thermocline/wire'
import { along, at } from './json.ts'
import { messagesOf } from './messages.ts'
import { nameOf, within } from './names.ts'
import type { Read } from './trigger.ts'

/** Changes in one bucket, table or database, whose name stands in each of them. Keys and items are user data. */
export function documents(...collection: readonly string[]): Read {
  return (event) => {
    const [change, another] = messagesOf(event)
    const verb = at(change, 'eventName') ?? at(change, 'event', 'operationType')
    return {
      [key.FAAS_DOCUMENT_COLLECTION]: nameOf(along(change, collection)),
      // A batch mixes them.
      [key.FAAS_DOCUMENT_OPERATION]: another ? undefined : operation(verb),
    }
  }
}

// As S3, DynamoDB and DocumentDB say it. What S3's own rules do has no word.
function operation(verb: unknown): string | undefined {
  if (within(verb, /^(insert|ObjectCreated)/i)) return 'insert'
  if (within(verb, /^(remove|delete|ObjectRemoved)/i)) return 'delete'
  return within(verb, /^(modify|update|replace|ObjectTagging)/i) && 'edit'
}
