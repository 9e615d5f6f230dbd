import { createHash } from 'node:crypto'
import type { Plant } from './canary.ts'

/** A form that something secret may take on its way out; `bytes` as a latin1 text. */
export interface Disguise {
  readonly name: string
  readonly bytes: string
}

// Whoever truncates a text still sends a part of it.
const PART = 8

/** Every form in which a canary is recognised. None is shorter than {@link SHORTEST}. */
export function disguises({ canary, whole }: Plant): Disguise[] {
  const forms = typeof canary === 'number' ? formsOfNumber(canary) : formsOfText(canary)
  return [...forms, ...[...new Set([String(canary), whole])].flatMap(hashes)]
}

export const SHORTEST = 8

function formsOfText(text: string): Disguise[] {
  const bytes = Buffer.from(text)
  const reversed = Buffer.from(bytes.toReversed()).toString()
  return [
    { name: 'the beginning', bytes: text.slice(0, PART) },
    { name: 'the end', bytes: text.slice(-PART) },
    { name: 'reversed', bytes: reversed },
    { name: 'in lower case', bytes: text.toLowerCase() },
    { name: 'in upper case', bytes: text.toUpperCase() },
    { name: 'reversed in lower case', bytes: reversed.toLowerCase() },
    { name: 'UTF-16', bytes: Buffer.from(text, 'utf16le').toString('latin1') },
    { name: 'percent-encoded', bytes: escaped(bytes, '%') },
    { name: 'JSON escapes', bytes: escaped(bytes, '\\u00') },
    ...formsOfBytes(bytes),
  ]
}

function escaped(bytes: Buffer, sign: string): string {
  return Array.from(bytes, (byte) => sign + byte.toString(16).padStart(2, '0')).join('')
}

/** Decimal, and as protobuf, JavaScript and their neighbours write a number of 53 bits. */
function formsOfNumber(value: number): Disguise[] {
  const bytes = Buffer.alloc(8)
  const written = (write: () => void): string => {
    write()
    return bytes.toString('latin1')
  }
  return [
    { name: 'in decimals', bytes: String(value) },
    { name: 'in hexadecimal', bytes: value.toString(16) },
    { name: 'as a varint', bytes: varint(value) },
    { name: 'as a double', bytes: written(() => bytes.writeDoubleLE(value)) },
    { name: 'as 64 bits', bytes: written(() => bytes.writeBigUInt64LE(BigInt(value))) },
    { name: 'as 64 bits, big end first', bytes: written(() => bytes.writeBigUInt64BE(BigInt(value))) },
    ...formsOfBytes(Buffer.from(String(value))),
  ]
}

function varint(value: number): string {
  const bytes: number[] = []
  for (let rest = BigInt(value); rest > 0n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  const last = bytes.pop() ?? 0
  return Buffer.from([...bytes, last & 127]).toString('latin1')
}

function formsOfBytes(bytes: Buffer): Disguise[] {
  return [
    { name: 'hex', bytes: bytes.toString('hex') },
    { name: 'HEX', bytes: bytes.toString('hex').toUpperCase() },
    ...[0, 1, 2].map((before) => ({
      name: `base64 behind ${before} bytes`,
      bytes: base64Behind(before, bytes),
    })),
  ]
}

/** The characters of base64 that these bytes alone decide, when so many others stand before them. */
function base64Behind(before: number, bytes: Buffer): string {
  const bits = (before + bytes.length) * 8
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
  return text.slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6))
}

/** What a hash without a salt begins with: whoever knows the few values there can be, knows which it was. */
function hashes(text: string): Disguise[] {
  const quick = [{ name: 'FNV-1a', bytes: fnv1a(text) }]
  const digests = ['md5', 'sha1', 'sha256', 'sha512'].flatMap((name) => {
    const digest = createHash(name).update(text).digest()
    return [
      { name, bytes: digest.toString('hex').slice(0, PART) },
      { name: `${name}, upper case`, bytes: digest.toString('hex').slice(0, PART).toUpperCase() },
      { name: `${name}, base64`, bytes: digest.toString('base64').slice(0, PART) },
      { name: `${name}, base64url`, bytes: digest.toString('base64url').slice(0, PART) },
      { name: `${name}, bytes`, bytes: digest.toString('latin1').slice(0, PART) },
    ]
  })
  return [...quick, ...digests]
}

// The hash that the SDK has at hand.
function fnv1a(text: string): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of Buffer.from(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  return hash.toString(16).padStart(16, '0').slice(0, PART)
}
