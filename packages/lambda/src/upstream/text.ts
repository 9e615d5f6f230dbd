import { isJson } from '../triggers/json.ts'

// What a `baggage` header may have; the others are far shorter.
const MAX_CHARS = 8192

/** The text of a header, in all the ways that events have of writing one; undefined where it is none, or too long. */
export function textOf(value: unknown): string | undefined {
  const text = Array.isArray(value) ? ofList(value) : isJson(value) ? ofObject(value) : value
  return typeof text === 'string' && text.length <= MAX_CHARS ? text : undefined
}

// Kafka's bytes, which are signed as Java's are: Buffer takes them modulo 256. Else a header that came several times,
// joined as HTTP does, so that two `traceparent` are none.
function ofList(items: readonly unknown[]): string {
  return typeof items[0] === 'number'
    ? Buffer.from(items.slice(0, MAX_CHARS) as number[]).toString()
    : items.map((item) => textOf(item)).join()
}

// Of SQS, SNS, CloudFront, RabbitMQ and DynamoDB.
function ofObject(attribute: Readonly<Record<string, unknown>>): unknown {
  const { stringValue, binaryValue, Type: type, Value: text, value, bytes, S: item } = attribute
  const binary = binaryValue ?? (type === 'Binary' ? text : undefined)
  return typeof binary === 'string'
    ? fromBase64(binary)
    : (stringValue ?? text ?? value ?? item ?? textOf(bytes))
}

/** Undefined where it is longer than any header, before any work is done. */
function fromBase64(text: string): string | undefined {
  return text.length <= 2 * MAX_CHARS ? Buffer.from(text, 'base64').toString() : undefined
}
