import type { AttributeValue } from '@thermocline/wire'
import { doubleValue, put } from './collect.ts'
import { tooLarge } from './limits.ts'
import type { Cursor } from './reader.ts'
import {
  BYTES,
  fields,
  FIXED64,
  messageEnd,
  readBase64,
  readDouble,
  readInt64,
  readName,
  readString,
  readTag,
  readVarint,
  skip,
  tagOf,
  VARINT,
} from './reader.ts'

// KeyValue, AnyValue, ArrayValue and KeyValueList of common.proto.

export type MutableAttributes = Record<string, AttributeValue>

const FIRST_MESSAGE = tagOf(1, BYTES)
const SECOND_MESSAGE = tagOf(2, BYTES)

/** Reads one KeyValue into `target`. */
export function keyValue(cursor: Cursor, end: number, target: MutableAttributes, depth: number): void {
  let name = ''
  let value: AttributeValue = null
  while (cursor.at < end) {
    const tag = readTag(cursor, end)
    if (tag === FIRST_MESSAGE) name = readName(cursor, end)
    else if (tag === SECOND_MESSAGE) value = anyValue(cursor, messageEnd(cursor, end), depth)
    else skip(cursor, tag, end, 'KeyValue', fields(1, 2))
  }
  put(target, name, value)
}

/** Throws `too_large`, with the byte, where a count passes its limit. */
export function bounded(cursor: Cursor, what: string, most: number, count: number): void {
  if (count > most) throw tooLarge(`${what} (byte ${cursor.at})`, most, 'more')
}

const STRING_VALUE = tagOf(1, BYTES)
const BOOL_VALUE = tagOf(2, VARINT)
const INT_VALUE = tagOf(3, VARINT)
const DOUBLE_VALUE = tagOf(4, FIXED64)
const ARRAY_VALUE = tagOf(5, BYTES)
const LIST_VALUE = tagOf(6, BYTES)
const BYTES_VALUE = tagOf(7, BYTES)
const ANY_FIELDS = fields(1, 2, 3, 4, 5, 6, 7)

function anyValue(cursor: Cursor, end: number, depth: number): AttributeValue {
  let value: AttributeValue = null
  while (cursor.at < end) {
    const tag = readTag(cursor, end)
    switch (tag) {
      case STRING_VALUE:
        value = readString(cursor, end)
        break
      case BOOL_VALUE:
        value = readVarint(cursor, end) !== 0
        break
      case INT_VALUE:
        value = readInt64(cursor, end)
        break
      case DOUBLE_VALUE:
        value = doubleValue(readDouble(cursor, end))
        break
      case ARRAY_VALUE:
        value = arrayValue(cursor, messageEnd(cursor, end), depth + 1)
        break
      case LIST_VALUE:
        value = listValue(cursor, messageEnd(cursor, end), depth + 1)
        break
      case BYTES_VALUE:
        value = readBase64(cursor, end)
        break
      default:
        skip(cursor, tag, end, 'AnyValue', ANY_FIELDS)
    }
  }
  return value
}

function arrayValue(cursor: Cursor, end: number, depth: number): AttributeValue {
  bounded(cursor, 'lists inside each other', cursor.limits.depth, depth)
  const values: AttributeValue[] = []
  while (cursor.at < end) {
    const tag = readTag(cursor, end)
    if (tag === FIRST_MESSAGE) {
      bounded(cursor, 'entries of one list', cursor.limits.listEntries, values.length + 1)
      values.push(anyValue(cursor, messageEnd(cursor, end), depth))
    } else skip(cursor, tag, end, 'ArrayValue', fields(1))
  }
  return values
}

function listValue(cursor: Cursor, end: number, depth: number): AttributeValue {
  bounded(cursor, 'lists inside each other', cursor.limits.depth, depth)
  const values: MutableAttributes = {}
  let count = 0
  while (cursor.at < end) {
    const tag = readTag(cursor, end)
    if (tag === FIRST_MESSAGE) {
      bounded(cursor, 'entries of one list', cursor.limits.listEntries, ++count)
      keyValue(cursor, messageEnd(cursor, end), values, depth)
    } else skip(cursor, tag, end, 'KeyValueList', fields(1))
  }
  return values
}
