import { expect, test } from 'vitest'
import { encodeFailure, encodeTraceResponse } from '../src/index.ts'
import { decodeResponse } from './builder.ts'

const NOTHING = { rejected: [], notes: [] }

test('full success is an empty message in either encoding', () => {
  expect(encodeTraceResponse('application/x-protobuf', NOTHING).body).toEqual(new Uint8Array())
  expect(Buffer.from(encodeTraceResponse('application/json', NOTHING).body).toString()).toBe('{}')
})

test('partial success reads back with the official definitions, long reasons and large counts too', () => {
  const rejected = [{ count: 300, reason: 'ä'.repeat(200) }]
  expect(decodeResponse(encodeTraceResponse('application/x-protobuf', { rejected, notes: [] }).body)).toEqual(
    {
      partialSuccess: { rejectedSpans: 300, errorMessage: `300: ${'ä'.repeat(200)}` },
    },
  )
})

test('a warning alone rejects nothing', () => {
  const notes = [{ count: 1, reason: 'no end' }]
  expect(decodeResponse(encodeTraceResponse('application/x-protobuf', { rejected: [], notes }).body)).toEqual(
    {
      partialSuccess: { errorMessage: '1: no end' },
    },
  )
})

test('a failure is a google.rpc.Status, in JSON for whoever sent no known format', () => {
  expect(encodeFailure('application/x-protobuf', 'no')).toEqual({
    contentType: 'application/x-protobuf',
    body: Uint8Array.from([0x12, 2, 0x6e, 0x6f]),
  })
  for (const contentType of ['application/json', 'text/plain', undefined]) {
    const { body } = encodeFailure(contentType, 'no')
    expect(JSON.parse(Buffer.from(body).toString())).toEqual({ message: 'no' })
  }
})
