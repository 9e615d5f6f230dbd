import { crc32 } from 'node:zlib'

// AWS's binary framing: lengths and checksums are 32 bits, big-endian. A message is its whole length, the length of its
// headers, a CRC of these eight bytes, the headers, the payload, and a CRC of all before.

const PRELUDE_BYTES = 12
const CRC_BYTES = 4
const STRING_TYPE = 7

/** One event of a stream. */
export function eventMessage(eventType: string, contentType: string, payload: Buffer): Buffer {
  const headers = Buffer.concat([
    stringHeader(':event-type', eventType),
    stringHeader(':content-type', contentType),
    stringHeader(':message-type', 'event'),
  ])
  const length = PRELUDE_BYTES + headers.length + payload.length + CRC_BYTES
  const message = Buffer.alloc(length)
  message.writeUInt32BE(length, 0)
  message.writeUInt32BE(headers.length, 4)
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8)
  headers.copy(message, PRELUDE_BYTES)
  payload.copy(message, PRELUDE_BYTES + headers.length)
  message.writeUInt32BE(crc32(message.subarray(0, -CRC_BYTES)), length - CRC_BYTES)
  return message
}

/** Length and name, type, length and value. */
function stringHeader(name: string, value: string): Buffer {
  const [nameBytes, valueBytes] = [Buffer.from(name), Buffer.from(value)]
  const valueLength = Buffer.alloc(2)
  valueLength.writeUInt16BE(valueBytes.length)
  return Buffer.concat([
    Buffer.of(nameBytes.length),
    nameBytes,
    Buffer.of(STRING_TYPE),
    valueLength,
    valueBytes,
  ])
}
