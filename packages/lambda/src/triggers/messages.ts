import { at, isJson, list } from './json.ts'

// Kafka's and RabbitMQ's brokers hand over several lists, by partition or by queue.
const FIELDS = ['Records', 'records', 'messages', 'rmqMessagesByQueue', 'events']

/** The messages, records or changes of a batch. */
export function messagesOf(event: unknown): readonly unknown[] {
  for (const field of FIELDS) {
    const value = at(event, field)
    if (isJson(value)) return Array.isArray(value) ? value : Object.values(value).flatMap(list)
  }
  return []
}
