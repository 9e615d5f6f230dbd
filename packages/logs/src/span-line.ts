import type { OtlpReading } from '@thermocline/otlp'
import { readTraces } from '@thermocline/otlp'
import type { FunctionFacts } from '@thermocline/otlp'
import {
  LOG_LINE_OTLP,
  LOG_LINE_PREFIX,
  LOG_LINE_ROOT,
  LOG_LINE_VERSION,
  ThermoclineError,
} from '@thermocline/wire'
import type { LogEvent } from './importers.ts'
import { rootRequest } from './root-line.ts'

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
  const request = requestOf(text)
  if (typeof request === 'string') return request
  try {
    const { body, contentType } = request
    return readTraces(body, { contentType }, { known: { container: stream, function: facts } })
  } catch (error) {
    if (error instanceof ThermoclineError) return `span line: ${error.message}`
    throw error
  }
}

interface Request {
  readonly body: Uint8Array
  readonly contentType: string
}

function requestOf(text: string): Request | string {
  const line = parsed(text)
  if (line === undefined) return 'span line: must be whole JSON'
  const { thermocline: version, enc, d, rid } = line
  if (version !== LOG_LINE_VERSION) return `span line: version ${JSON.stringify(version)} is not known`
  switch (enc) {
    case LOG_LINE_OTLP:
      return otlpRequest(d)
    case LOG_LINE_ROOT:
      return jsonRequest(rootRequest(d, rid))
    default:
      return `span line: enc must be ${LOG_LINE_OTLP} or ${LOG_LINE_ROOT}, got ${JSON.stringify(enc)}`
  }
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

function otlpRequest(data: unknown): Request | string {
  if (typeof data !== 'string' || data.length % 4 !== 0 || !BASE64.test(data))
    return 'span line: d must be base64'
  return { body: Buffer.from(data, 'base64'), contentType: 'application/x-protobuf' }
}

function jsonRequest(request: object | string): Request | string {
  if (typeof request === 'string') return request
  return { body: Buffer.from(JSON.stringify(request)), contentType: 'application/json' }
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>
  } catch {
    return undefined
  }
}
