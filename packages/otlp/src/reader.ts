import { ThermoclineError } from '@thermocline/wire'
import { interned } from './interned.ts'
import type { OtlpLimits } from './limits.ts'
import { tooLarge } from './limits.ts'

// Protobuf's wire format, bounds-checked. Every read is held inside `end`, the end of the message it belongs to,
// so a length that lies can never reach into the message behind.

/** A place in a body. Plain functions move it, so that a message costs no allocation of its own. */
export interface Cursor {
  readonly bytes: Buffer
  readonly limits: OtlpLimits
  at: number
}

export const VARINT = 0
export const FIXED64 = 1
export const BYTES = 2
const FIXED32 = 5

export function cursorOf(body: Uint8Array, limits: OtlpLimits): Cursor {
  return { bytes: Buffer.from(body.buffer, body.byteOffset, body.byteLength), limits, at: 0 }
}

/** A field's number and wire type as one number, as they stand on the wire. */
export function tagOf(field: number, wireType: number): number {
  return field * 8 + wireType
}

export function readTag(cursor: Cursor, end: number): number {
  const at = cursor.at
  const tag = readVarint(cursor, end)
  if (tag > 0xffffffff || tag < 8)
    throw bad(at, `a field number must be 1 to 536870911, got ${tag >= 8 ? 'more' : 0}`)
  return tag
}

/** An unsigned varint; beyond 2^53 no longer exact, which is enough for lengths. */
export function readVarint(cursor: Cursor, end: number): number {
  const { bytes, at } = cursor
  const first = at < end ? (bytes[at] as number) : 0x80
  if (first < 0x80) {
    cursor.at = at + 1
    return first
  }
  return longVarint(cursor, end)
}

/** A signed 64-bit integer; beyond 2^53 as a decimal string, because an id or a counter must not change. */
export function readInt64(cursor: Cursor, end: number): number | string {
  const at = cursor.at
  const value = readVarint(cursor, end)
  if (value <= Number.MAX_SAFE_INTEGER) return value
  let exact = 0n
  for (let index = cursor.at - 1; index >= at; index--) {
    exact = (exact << 7n) | BigInt((cursor.bytes[index] as number) & 0x7f)
  }
  const signed = BigInt.asIntN(64, exact)
  const safe = Number(signed)
  return Number.isSafeInteger(safe) ? safe : signed.toString()
}

/** Nanoseconds as fixed64, in whole microseconds; exact up to the year 2255, see collect.ts for what lies behind. */
export function readTimeUs(cursor: Cursor, end: number): number {
  const at = advance(cursor, 8, end)
  const low = cursor.bytes.readUInt32LE(at)
  const high = cursor.bytes.readUInt32LE(at + 4)
  // 2^32 = 4294967 * 1000 + 296: dividing the halves apart keeps every step below 2^53.
  return high * 4_294_967 + Math.floor((high * 296 + low) / 1000)
}

export function readDouble(cursor: Cursor, end: number): number {
  return cursor.bytes.readDoubleLE(advance(cursor, 8, end))
}

/** The end of the message that begins here, after its length. */
export function messageEnd(cursor: Cursor, end: number): number {
  const at = cursor.at
  const length = readVarint(cursor, end)
  if (length > end - cursor.at) {
    throw bad(at, `a length must be at most the ${end - cursor.at} bytes left in its message, got ${length}`)
  }
  return cursor.at + length
}

export function readString(cursor: Cursor, end: number): string {
  const from = stringStart(cursor, end)
  const text = cursor.bytes.toString('utf8', from, cursor.at)
  // Broken UTF-8 decodes to U+FFFD; only then is it worth asking whether that stood there.
  if (text.includes('\ufffd') && !isUtf8(cursor.bytes.subarray(from, cursor.at))) {
    throw bad(from, 'a string must be UTF-8, got bytes that are not')
  }
  return text
}

/** A string that is likely to come again. */
export function readName(cursor: Cursor, end: number): string {
  const from = cursor.at
  const start = stringStart(cursor, end)
  const name = NAMES.at(cursor.bytes, start, cursor.at)
  if (name !== undefined) return name
  cursor.at = from
  return readString(cursor, end)
}

// Shared by all requests: most of them hold one span, and all of them the same names.
const NAMES = interned()

export function readBase64(cursor: Cursor, end: number): string {
  const from = stringStart(cursor, end)
  return cursor.bytes.toString('base64', from, cursor.at)
}

/** An id of exactly `size` bytes as lower-case hex; `undefined` where it is empty and may be. */
export function readId(cursor: Cursor, end: number, size: number, what: string): string | undefined {
  const at = cursor.at
  const stop = messageEnd(cursor, end)
  const from = cursor.at
  cursor.at = stop
  if (stop === from) return undefined
  if (stop - from !== size) throw bad(at, `${what} must be ${size} bytes, got ${stop - from}`)
  return cursor.bytes.toString('hex', from, stop)
}

/** Passes over a field nobody asked for. `known` has a bit for each field that was expected in another wire type. */
export function skip(cursor: Cursor, tag: number, end: number, message: string, known: number): void {
  const field = Math.floor(tag / 8)
  const wireType = tag % 8
  if (field < 31 && (known & (1 << field)) !== 0) {
    throw bad(cursor.at, `field ${field} of ${message} must not have wire type ${wireType}`)
  }
  if (wireType === VARINT) readVarint(cursor, end)
  else if (wireType === FIXED64) advance(cursor, 8, end)
  else if (wireType === BYTES) cursor.at = messageEnd(cursor, end)
  else if (wireType === FIXED32) advance(cursor, 4, end)
  else throw bad(cursor.at, `a wire type must be 0, 1, 2 or 5 (groups are not OTLP), got ${wireType}`)
}

/** A mask for {@link skip}. */
export function fields(...numbers: readonly number[]): number {
  return numbers.reduce((mask, field) => mask | (1 << field), 0)
}

/** "byte 12: ..." with code `bad_otlp`. */
export function bad(at: number, reason: string): ThermoclineError {
  return new ThermoclineError('bad_otlp', `byte ${at}: ${reason}`)
}

function longVarint(cursor: Cursor, end: number): number {
  const from = cursor.at
  let value = 0
  let scale = 1
  for (let count = 0; count < 10; count++) {
    if (cursor.at >= end) throw bad(from, 'a varint must end inside its message, got the end of it')
    const byte = cursor.bytes[cursor.at++] as number
    value += (byte & 0x7f) * scale
    if (byte < 0x80 && (count < 9 || byte < 2)) return value
    scale *= 128
  }
  throw bad(from, 'a varint must fit 64 bits, got more')
}

function advance(cursor: Cursor, count: number, end: number): number {
  const at = cursor.at
  if (count > end - at) throw bad(at, `a value must be ${count} bytes, got ${end - at}`)
  cursor.at = at + count
  return at
}

function stringStart(cursor: Cursor, end: number): number {
  const stop = messageEnd(cursor, end)
  const from = cursor.at
  const most = cursor.limits.stringBytes
  if (stop - from > most) throw tooLarge(`bytes of one string (byte ${from})`, most, stop - from)
  cursor.at = stop
  return from
}

const strict = new TextDecoder('utf-8', { fatal: true })

function isUtf8(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes)
    return true
  } catch {
    return false
  }
}
