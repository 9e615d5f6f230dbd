// What a container's processes write, as the events CloudWatch makes of it.

/** Takes bytes as they come and gives one event after another. */
export interface Splitter {
  push(chunk: Buffer): void
  /** The output is at its end: what has no line end yet is an event too. */
  end(): void
}

/** What one event of CloudWatch holds: 256 KB, less what its envelope takes. */
const MOST_EVENT_BYTES = 262_118

/** Lines of standard output: a line feed alone ends one. What is longer than an event is cut into several. */
export function splitLines(onEvent: (text: string) => void): Splitter {
  const event = openEvent(onEvent)
  return {
    push(chunk) {
      let from = 0
      for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, from)) {
        event.add(chunk.subarray(from, at))
        event.finish()
        from = at + 1
      }
      event.add(chunk.subarray(from))
    },
    end() {
      if (!event.isEmpty()) event.finish()
    },
  }
}

const LINE_FEED = 0x0a
// Type, length and time of a message, big-endian: 4, 4 and 8 bytes.
const HEADER_BYTES = 16
const LENGTH_AT = 4

/**
 * Messages of the descriptor the runtime logs to: each is framed, so that one of several lines stays one event. As in
 * CloudWatch its line feeds become carriage returns.
 */
export function splitFrames(onEvent: (text: string) => void): Splitter {
  const event = openEvent((text) => onEvent(text.replace(/\n$/, '').replaceAll('\n', '\r')))
  let header: Buffer = Buffer.alloc(0)
  /** Bytes of the message that are still to come; `null` before its header is whole. */
  let left: number | null = null

  function readHeader(bytes: Buffer): Buffer {
    const missing = HEADER_BYTES - header.length
    header = Buffer.concat([header, bytes.subarray(0, missing)])
    if (header.length < HEADER_BYTES) return bytes.subarray(bytes.length)
    left = header.readUInt32BE(LENGTH_AT)
    header = Buffer.alloc(0)
    return bytes.subarray(missing)
  }

  function readMessage(bytes: Buffer, wanted: number): Buffer {
    const part = bytes.subarray(0, wanted)
    event.add(part)
    left = wanted - part.length
    if (left > 0) return bytes.subarray(part.length)
    event.finish()
    left = null
    return bytes.subarray(part.length)
  }

  return {
    push(chunk) {
      for (let rest = chunk; rest.length > 0;)
        rest = left === null ? readHeader(rest) : readMessage(rest, left)
    },
    end() {
      if (!event.isEmpty()) event.finish()
    },
  }
}

interface OpenEvent {
  add(bytes: Buffer): void
  finish(): void
  isEmpty(): boolean
}

/** Collects the bytes of an event, and gives it in pieces where it is too long for one. */
function openEvent(onEvent: (text: string) => void): OpenEvent {
  let parts: Buffer[] = []
  let size = 0

  function take(): Buffer {
    const whole = parts.length === 1 ? parts[0]! : Buffer.concat(parts)
    parts = []
    size = 0
    return whole
  }

  return {
    add(bytes) {
      if (bytes.length === 0) return
      parts.push(bytes)
      size += bytes.length
      while (size > MOST_EVENT_BYTES) {
        const whole = take()
        const cut = characterStart(whole, MOST_EVENT_BYTES)
        onEvent(whole.toString('utf8', 0, cut))
        parts = [whole.subarray(cut)]
        size = whole.length - cut
      }
    },
    finish: () => onEvent(take().toString('utf8')),
    isEmpty: () => size === 0,
  }
}

/** The place at or before this one where a character of UTF-8 begins. */
function characterStart(bytes: Buffer, at: number): number {
  let start = at
  while (start > 0 && at - start < 4 && (bytes[start]! & 0xc0) === 0x80) start -= 1
  return start
}
