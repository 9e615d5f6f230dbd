import type { OtlpReading } from '@thermocline/otlp'
import { readTraces } from '@thermocline/otlp'
import type { FunctionFacts } from '@thermocline/otlp'
import { LOG_LINE_ENCODING, LOG_LINE_PREFIX, LOG_LINE_VERSION, ThermoclineError } from '@thermocline/wire'
import type { LogEvent } from './importers.ts'

/**
 * The SDK's line within an event, if there is one. Code that writes to stdout without ending its line puts its text
 * before ours.
 */
export function spanText(message: string): string | undefined {
  const from = message.indexOf(LOG_LINE_PREFIX)
  return from === -1 ? undefined : message.slice(from)
}

/** The spans of a line the SDK wrote in flush mode `log`, or why they cannot be read. */
export function spanLine(text: string, { stream }: LogEvent, facts: FunctionFacts): OtlpReading | string {
  const payload = payloadOf(text)
  if (typeof payload === 'string') return payload
  try {
    const headers = { contentType: 'application/x-protobuf' }
    return readTraces(payload, headers, { known: { container: stream, function: facts } })
  } catch (error) {
    if (error instanceof ThermoclineError) return `span line: ${error.message}`
    throw error
  }
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

function payloadOf(text: string): Uint8Array | string {
  const line = parsed(text)
  if (line === undefined) return 'span line: must be whole JSON'
  const { thermocline: version, enc, d: data } = line
  if (version !== LOG_LINE_VERSION) return `span line: version ${JSON.stringify(version)} is not known`
  if (enc !== LOG_LINE_ENCODING)
    return `span line: enc must be ${LOG_LINE_ENCODING}, got ${JSON.stringify(enc)}`
  if (typeof data !== 'string' || data.length % 4 !== 0 || !BASE64.test(data))
    return 'span line: d must be base64'
  return Buffer.from(data, 'base64')
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>
  } catch {
    return undefined
  }
}
