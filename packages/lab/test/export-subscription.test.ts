import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { unixMs } from '@thermocline/wire'
import { describe, expect, test } from 'vitest'
import { filterLogEvents } from '../src/export/filter-log-events.ts'
import type { LogStream } from '../src/export/log-stream.ts'
import { subscriptionPayloads } from '../src/export/subscription.ts'
import type { SubscriptionPayload } from '../src/export/subscription.ts'

const AT = Date.UTC(2026, 10, 2, 8)
const TO = { owner: '123456789012', filter: 'to-the-collector' }

test('a payload is one stream with its names, its owner and its filter', () => {
  const [message, ...rest] = decoded([stream('a', ['START\n', 'é\n'])])
  expect(rest).toEqual([])
  expect(message).toEqual({
    messageType: 'DATA_MESSAGE',
    owner: '123456789012',
    logGroup: '/aws/lambda/orders',
    logStream: `2026/11/02/[$LATEST]${'a'.repeat(32)}`,
    subscriptionFilters: ['to-the-collector'],
    logEvents: [
      { id: expect.stringMatching(/^\d{56}$/), timestamp: AT, message: 'START\n' },
      { id: expect.stringMatching(/^\d{56}$/), timestamp: AT + 1, message: 'é\n' },
    ],
  })
})

test('streams do not mix, and one without events sends nothing', () => {
  const messages = decoded([stream('a', ['one\n']), stream('b', []), stream('c', ['two\n'])])
  expect(messages.map(({ logEvents }) => logEvents.map((event) => event.message))).toEqual([
    ['one\n'],
    ['two\n'],
  ])
})

test('events are by time, whenever they were written', () => {
  const { events, ...names } = stream('a', ['first\n', 'second\n'])
  const [message] = decoded([{ ...names, events: events.toReversed() }])
  expect(message?.logEvents.map((event) => event.message)).toEqual(['first\n', 'second\n'])
})

test('an event has the id it has in filter-log-events', () => {
  const streams = [stream('a', ['one\n', 'two\n'])]
  const printed = JSON.parse(filterLogEvents(streams)) as { events: { eventId: string }[] }
  const [message] = decoded(streams)
  expect(message?.logEvents.map((event) => event.id)).toEqual(printed.events.map((event) => event.eventId))
})

test('the same streams give the same bytes', () => {
  const streams = [stream('a', ['one\n', 'two\n'])]
  expect(subscriptionPayloads(streams, TO)).toEqual(subscriptionPayloads(structuredClone(streams), TO))
})

test('more than 10,000 events are parted, in order', () => {
  const lines = Array.from({ length: 20_001 }, (_, index) => `${index}\n`)
  const messages = decoded([stream('a', lines)])
  expect(messages.map(({ logEvents }) => logEvents.length)).toEqual([10_000, 10_000, 1])
  expect(messages.flatMap(({ logEvents }) => logEvents.map((event) => event.message))).toEqual(lines)
})

test('a payload holds at most 1 MiB, counted in bytes of UTF-8 and 26 for each event', () => {
  const room = 1_048_576 - 2 * 26
  expect(lengths('é'.repeat(room / 4), 'é'.repeat(room / 4))).toEqual([[room / 4, room / 4]])
  expect(lengths('é'.repeat(room / 4), 'x'.repeat(room / 2 + 1))).toEqual([[room / 4], [room / 2 + 1]])
})

test('an event too big for any payload has one to itself', () => {
  expect(lengths('before', 'x'.repeat(1_100_000), 'behind')).toEqual([[6], [1_100_000], [6]])
})

const SAMPLES = fileURLToPath(new URL('../../../../shared/data/aws-samples/', import.meta.url))

describe.skipIf(!existsSync(SAMPLES))('a payload of AWS (../shared/data; skipped without it)', () => {
  test('is written again as it was read, to the byte, but for its ids', () => {
    const real = JSON.parse(
      readFileSync(`${SAMPLES}23_real_subscription_awslogs_payload.json`, 'utf8'),
    ) as SubscriptionPayload
    const { owner, logGroup, logStream, subscriptionFilters, logEvents } = decode(real)
    const events = logEvents.map(({ timestamp, message }) => ({ timestamp: unixMs(timestamp), message }))
    const filter = subscriptionFilters[0] ?? ''
    const ours = subscriptionPayloads([{ logGroup, logStream, events }], { owner, filter })
    expect(ours.map(withoutIds)).toEqual([withoutIds(real)])
  })
})

function withoutIds(payload: SubscriptionPayload): string {
  return jsonOf(payload)
    .toString('utf8')
    .replaceAll(/"id":"\d{56}"/g, '"id":""')
}

interface Message {
  readonly owner: string
  readonly logGroup: string
  readonly logStream: string
  readonly subscriptionFilters: readonly string[]
  readonly logEvents: readonly { readonly id: string; readonly timestamp: number; readonly message: string }[]
}

/** Lengths of the messages in each payload. */
function lengths(...lines: readonly string[]): number[][] {
  const messages = decoded([stream('a', lines)])
  return messages.map(({ logEvents }) => logEvents.map((event) => event.message.length))
}

function decoded(streams: readonly LogStream[]): Message[] {
  return subscriptionPayloads(streams, TO).map(decode)
}

function decode(payload: SubscriptionPayload): Message {
  return JSON.parse(jsonOf(payload).toString('utf8')) as Message
}

function jsonOf({ awslogs }: SubscriptionPayload): Buffer {
  return gunzipSync(Buffer.from(awslogs.data, 'base64'))
}

function stream(letter: string, lines: readonly string[]): LogStream {
  return {
    logGroup: '/aws/lambda/orders',
    logStream: `2026/11/02/[$LATEST]${letter.repeat(32)}`,
    events: lines.map((message, index) => ({ timestamp: unixMs(AT + index), message })),
  }
}
