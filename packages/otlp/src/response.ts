import { bodyFormat } from './media.ts'
import type { OtlpReading } from './read-traces.ts'

/** A body to answer with, in the format of the request. */
export interface OtlpResponse {
  readonly contentType: string
  readonly body: Uint8Array
}

/** An ExportTraceServiceResponse; with `partial_success` where spans were rejected or something is worth a warning. */
export function encodeTraceResponse(
  contentType: string | undefined,
  reading: Pick<OtlpReading, 'rejected' | 'notes'>,
): OtlpResponse {
  const rejected = reading.rejected.reduce((sum, { count }) => sum + count, 0)
  const message = [...reading.rejected, ...reading.notes]
    .map(({ count, reason }) => `${count}: ${reason}`)
    .join('; ')
  if (bodyFormat(contentType) === 'json') {
    // int64 is a string in OTLP/JSON.
    const partialSuccess = { rejectedSpans: String(rejected), errorMessage: message }
    return jsonResponse(message === '' ? {} : { partialSuccess })
  }
  return protobufResponse(
    message === '' ? [] : bytesField(1, [...intField(1, rejected), ...textField(2, message)]),
  )
}

/** A google.rpc.Status, which OTLP asks for as the body of every 4xx and 5xx; JSON for a request of no known format. */
export function encodeFailure(contentType: string | undefined, message: string): OtlpResponse {
  return isProtobuf(contentType) ? protobufResponse(textField(2, message)) : jsonResponse({ message })
}

function isProtobuf(contentType: string | undefined): boolean {
  try {
    return bodyFormat(contentType) === 'protobuf'
  } catch {
    return false
  }
}

function jsonResponse(value: object): OtlpResponse {
  return { contentType: 'application/json', body: Buffer.from(JSON.stringify(value)) }
}

function protobufResponse(bytes: readonly number[]): OtlpResponse {
  return { contentType: 'application/x-protobuf', body: Uint8Array.from(bytes) }
}

function intField(field: number, value: number): number[] {
  return value === 0 ? [] : [field * 8, ...varint(value)]
}

function textField(field: number, text: string): number[] {
  return bytesField(field, [...Buffer.from(text)])
}

function bytesField(field: number, bytes: readonly number[]): number[] {
  return [field * 8 + 2, ...varint(bytes.length), ...bytes]
}

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest > 0x7f) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  return [...bytes, rest]
}
