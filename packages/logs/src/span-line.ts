import type { OtlpReading } from '@thermocline/otlp'
import { readTraces } from '@thermocline/otlp'
import type { FunctionFacts } from '@thermocline/otlp'
import { LOG_LINE_ENCODING, LOG_LINE_PREFIX, LOG_LINE_VERSION, ThermoclineError } from '@thermocline/wire'
import type { LogEvent } from './importers.ts'

export function isSpanLine(message: string): boolean {
  return message.startsWith(LOG_LINE_PREFIX)
}

/** The spans of a line the SDK wrote in flush mode `log`, or why they cannot be read. */
export function spanLine({ message, stream }: LogEvent, facts: FunctionFacts): OtlpReading | string {
  const payload = payloadOf(message)
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

function payloadOf(message: string): Uint8Array | string {
  const line = parsed(message)
  if (line === undefined) return 'span line: must be whole JSON'
  const { thermocline: version, enc, d: data } = line
  if (version !== LOG_LINE_VERSION) return `span line: version ${JSON.stringify(version)} is not known`
  if (enc !== LOG_LINE_ENCODING)
    return `span line: enc must be ${LOG_LINE_ENCODING}, got ${JSON.stringify(enc)}`
  if (typeof data !== 'string' || data.length % 4 !== 0 || !BASE64.test(data))
    return 'span line: d must be base64'
  return Buffer.from(data, 'base64')
}

function parsed(message: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(message) as Readonly<Record<string, unknown>>
  } catch {
    return undefined
  }
}
