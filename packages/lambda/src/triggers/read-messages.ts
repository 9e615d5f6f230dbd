import { key } from '@thermocline/wire'
import { along, isJson } from './json.ts'
import { messagesOf } from './messages.ts'
import { nameOf } from './names.ts'
import type { Read } from './trigger.ts'

/** Messages of one destination, as Lambda hands them over: its name stands in each of them, or in the event. */
export function messages(system: string, ...destination: readonly string[]): Read {
  return (event) => {
    const name = along(messagesOf(event)[0], destination) ?? along(event, destination)
    return {
      [key.MESSAGING_SYSTEM]: system,
      [key.MESSAGING_OPERATION_TYPE]: 'process',
      [key.MESSAGING_OPERATION_NAME]: 'process',
      // RabbitMQ's messages stand under their queue and its virtual host: {"orders::/": [...]}.
      [key.MESSAGING_DESTINATION_NAME]: nameOf(isJson(name) ? Object.keys(name)[0]?.split('::')[0] : name),
    }
  }
}
