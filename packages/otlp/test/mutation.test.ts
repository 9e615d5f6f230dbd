import { gzipSync } from 'node:zlib'
import { ThermoclineError } from '@thermocline/wire'
import { expect, test } from 'vitest'
import { readTraces } from '../src/index.ts'
import { seeded } from '@thermocline/testkit/random'
import { JSON_TYPE, jsonRequest, jsonSpan, PROTOBUF, protoRequest, protoSpan } from './builder.ts'

// Seeded, so that a failure comes again: its round is in the message.

const fields = {
  attributes: [
    { key: 'text', value: { stringValue: 'some text, ä' } },
    { key: 'list', value: { arrayValue: { values: [{ intValue: '77' }, { doubleValue: 1.5 }] } } },
    { key: 'map', value: { kvlistValue: { values: [{ key: 'b', value: { boolValue: true } }] } } },
  ],
  events: [{ timeUnixNano: '1700000000100000000', name: 'e' }],
  status: { code: 2, message: 'no' },
}

test.each([
  ['protobuf', Buffer.from(protoRequest(protoSpan(fields), protoSpan())), PROTOBUF],
  ['JSON', Buffer.from(jsonRequest(jsonSpan(fields), jsonSpan())), JSON_TYPE],
  ['gzip', gzipSync(protoRequest(protoSpan(fields))), { ...PROTOBUF, contentEncoding: 'gzip' }],
])('%s with bytes changed, cut out or put in is read or refused, never anything else', (_, good, headers) => {
  const random = seeded(4)
  const outcomes = { read: 0, refused: 0 }
  for (let round = 0; round < 3000; round++) {
    try {
      readTraces(mutated(good, random), headers)
      outcomes.read++
    } catch (error) {
      if (!(error instanceof ThermoclineError)) throw new Error(`round ${round}`, { cause: error })
      outcomes.refused++
    }
  }
  // Both happen, or the mutations would prove nothing.
  expect(outcomes.refused).toBeGreaterThan(100)
  expect(outcomes.read).toBeGreaterThan(10)
})

test('protobuf cut at any byte is refused, unless the cut leaves whole messages', () => {
  const good = Buffer.from(protoRequest(protoSpan(fields)))
  for (let length = 1; length < good.length; length++) {
    expect(() => readTraces(good.subarray(0, length), PROTOBUF), `${length} bytes`).toThrow(ThermoclineError)
  }
})

function mutated(good: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * good.length)
  const byte = Math.floor(random() * 256)
  const kind = random()
  if (kind < 0.5) {
    const changed = Buffer.from(good)
    changed[at] = byte
    return changed
  }
  if (kind < 0.7)
    return Buffer.concat([good.subarray(0, at), good.subarray(at + 1 + Math.floor(random() * 8))])
  if (kind < 0.9) return Buffer.concat([good.subarray(0, at), Buffer.from([byte, byte]), good.subarray(at)])
  return good.subarray(0, at)
}
