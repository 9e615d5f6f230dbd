/** Writes protobuf's wire format. Fields come out in the order they are written. */
export interface Writer {
  /** Begins a length-delimited field; what is written until {@link close} gets this mark is its content. */
  open(field: number): number
  close(mark: number): void
  string(field: number, value: string): void
  /** A bytes field, given in hexadecimal. */
  hex(field: number, value: string): void
  /** A non-negative varint below 2^53. */
  uint(field: number, value: number): void
  /** An int64, given as a safe integer. */
  int(field: number, value: number): void
  double(field: number, value: number): void
  fixed32(field: number, value: number): void
  fixed64(field: number, value: bigint): void
  /** Bytes that are protobuf already. */
  raw(bytes: Uint8Array): void
  /** How much was written. */
  written(): number
  /** A copy of what was written since. */
  since(written: number): Uint8Array
  /** A copy of what was written. */
  finish(): Uint8Array
  /** The same, without the copy. */
  finishBase64(): string
}

const VARINT = 0
const FIXED64 = 1
const DELIMITED = 2
const FIXED32 = 5

// The bytes of the last writer that has finished: a new one for each span was a third of the cost of encoding.
let spare: Buffer | undefined
const MOST_SPARED_BYTES = 65_536

export function createWriter(): Writer {
  let buffer = spare ?? Buffer.allocUnsafe(4096)
  spare = undefined
  let at = 0

  function room(bytes: number): void {
    if (at + bytes <= buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, at + bytes))
    buffer.copy(larger, 0, 0, at)
    buffer = larger
  }

  function release(): void {
    if (buffer.length <= MOST_SPARED_BYTES) spare = buffer
  }

  function varint(value: number): void {
    room(10)
    let rest = value
    while (rest > 127) {
      buffer[at++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    buffer[at++] = rest
  }

  function tag(field: number, type: number): void {
    varint(field * 8 + type)
  }

  function negative(value: number): void {
    room(10)
    let rest = BigInt.asUintN(64, BigInt(value))
    for (let i = 0; i < 9; i += 1) {
      buffer[at++] = Number(rest & 127n) | 128
      rest >>= 7n
    }
    buffer[at++] = Number(rest)
  }

  function open(field: number): number {
    tag(field, DELIMITED)
    room(1)
    return ++at
  }

  // One byte is kept for the length; content of 128 bytes and more is moved up once its length is known.
  function close(start: number): void {
    const length = at - start
    if (length < 128) {
      buffer[start - 1] = length
      return
    }
    const extra = length < 16_384 ? 1 : length < 2_097_152 ? 2 : length < 268_435_456 ? 3 : 4
    room(extra + 10)
    buffer.copyWithin(start + extra, start, at)
    at = start - 1
    varint(length)
    at += length
  }

  return {
    open,
    close,
    string(field, value) {
      const mark = open(field)
      room(value.length * 3)
      at += buffer.write(value, at)
      close(mark)
    },
    hex(field, value) {
      const mark = open(field)
      room(value.length / 2)
      at += buffer.write(value, at, 'hex')
      close(mark)
    },
    uint(field, value) {
      tag(field, VARINT)
      varint(value)
    },
    int(field, value) {
      tag(field, VARINT)
      if (value < 0) negative(value)
      else varint(value)
    },
    double(field, value) {
      tag(field, FIXED64)
      room(8)
      at = buffer.writeDoubleLE(value, at)
    },
    fixed32(field, value) {
      tag(field, FIXED32)
      room(4)
      at = buffer.writeUInt32LE(value >>> 0, at)
    },
    fixed64(field, value) {
      tag(field, FIXED64)
      room(8)
      at = buffer.writeBigUInt64LE(BigInt.asUintN(64, value), at)
    },
    raw(bytes) {
      room(bytes.length)
      buffer.set(bytes, at)
      at += bytes.length
    },
    written: () => at,
    since: (written) => Buffer.from(buffer.subarray(written, at)),
    finish() {
      const written = Buffer.from(buffer.subarray(0, at))
      release()
      return written
    },
    finishBase64() {
      const written = buffer.toString('base64', 0, at)
      release()
      return written
    },
  }
}
