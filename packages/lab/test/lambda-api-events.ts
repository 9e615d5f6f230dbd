// A reader of AWS's binary event streams, written from their specification and sharing nothing with the writer: its
// checksum is the bitwise one.

export interface StreamEvent {
  readonly headers: Readonly<Record<string, string>>
  readonly payload: Buffer
}

/** The events in these bytes; throws at the first that is damaged. */
export function readEvents(bytes: Buffer): StreamEvent[] {
  const events: StreamEvent[] = []
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32BE(at)
    events.push(readEvent(bytes.subarray(at, at + length), length))
    at += length
  }
  return events
}

function readEvent(message: Buffer, length: number): StreamEvent {
  if (message.length !== length) throw new Error(`a message of ${length} bytes ends after ${message.length}`)
  const headersLength = message.readUInt32BE(4)
  requireCrc('the prelude', message.subarray(0, 8), message.readUInt32BE(8))
  requireCrc('the message', message.subarray(0, length - 4), message.readUInt32BE(length - 4))
  return {
    headers: readHeaders(message.subarray(12, 12 + headersLength)),
    payload: message.subarray(12 + headersLength, length - 4),
  }
}

function readHeaders(bytes: Buffer): Record<string, string> {
  const headers: Record<string, string> = {}
  for (let at = 0; at < bytes.length;) {
    const nameEnd = at + 1 + bytes.readUInt8(at)
    const name = bytes.toString('utf8', at + 1, nameEnd)
    if (bytes.readUInt8(nameEnd) !== 7) throw new Error(`${name} is no string`)
    const valueStart = nameEnd + 3
    const valueEnd = valueStart + bytes.readUInt16BE(nameEnd + 1)
    headers[name] = bytes.toString('utf8', valueStart, valueEnd)
    at = valueEnd
  }
  return headers
}

function requireCrc(what: string, bytes: Buffer, wanted: number): void {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  const met = ~crc >>> 0
  if (met !== wanted) throw new Error(`${what} has the checksum ${wanted}, and its bytes ${met}`)
}
