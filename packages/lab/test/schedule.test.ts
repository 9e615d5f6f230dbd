import { ms, unixMs } from '@thermocline/wire'
import { expect, test } from 'vitest'
import { expired, place, untilExpiry } from '../src/schedule.ts'
import type { Slot } from '../src/schedule.ts'

const idle = (id: string, since: number): Slot => ({ id, busy: false, idleSince: unixMs(since) })
const busy = (id: string): Slot => ({ id, busy: true, idleSince: unixMs(0) })

test('of idle containers the most recently used is taken', () => {
  expect(place([idle('a', 10), idle('b', 30), idle('c', 20)], 9)).toEqual({ kind: 'reuse', id: 'b' })
})

test('a container is started when there is none, and when all are busy', () => {
  expect(place([], 9)).toEqual({ kind: 'start' })
  expect(place([busy('a'), busy('b')], 9)).toEqual({ kind: 'start' })
})

test('as many busy containers as the limit allows throttle the next invocation, idle ones do not', () => {
  expect(place([busy('a'), busy('b')], 2)).toEqual({ kind: 'throttle' })
  expect(place([busy('a'), idle('b', 1)], 2)).toEqual({ kind: 'reuse', id: 'b' })
})

test('a container expires when it was idle for the whole keep-alive, and never while busy', () => {
  const slots = [idle('old', 100), idle('young', 101), busy('working')]
  expect(expired(slots, ms(900), unixMs(1000))).toEqual(['old'])
})

test('the next expiry is that of the container idle for longest, at once when overdue', () => {
  expect(untilExpiry([idle('a', 100), idle('b', 50), busy('c')], ms(900), unixMs(200))).toBe(750)
  expect(untilExpiry([idle('a', 100)], ms(900), unixMs(5000))).toBe(0)
  expect(untilExpiry([busy('c')], ms(900), unixMs(200))).toBeNull()
})
