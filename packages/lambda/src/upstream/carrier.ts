import { isJson } from '../triggers/json.ts'
import { textOf } from './text.ts'

/** Headers that carry trace context, under lower-case names. */
export type Carrier = Readonly<Record<string, string>>

const WANTED = /^(?:trace(?:parent|state)|baggage|x-amzn-trace-id|b3|x-b3-\w{1,20})$/i
// Most headers begin with another letter, and an expression takes ten times as long to say so.
const INITIALS = new Set('tTbBxX')

/** Adds what carries trace context of a bag: headers, attributes of a message, fields of a payload, or a list of such. */
export function addCarried(carrier: Record<string, string>, bag: unknown): void {
  if (Array.isArray(bag)) for (const one of bag) addHeaders(carrier, one)
  else addHeaders(carrier, bag)
}

function addHeaders(carrier: Record<string, string>, headers: unknown): void {
  if (!isJson(headers)) return
  // API Gateway's REST APIs keep the caller's letter case; its HTTP APIs make names lower-case.
  for (const name of Object.keys(headers)) {
    if (!INITIALS.has(name[0] ?? '') || !WANTED.test(name)) continue
    const text = textOf(headers[name])
    if (text !== undefined) carrier[name.toLowerCase()] ??= text
  }
}
