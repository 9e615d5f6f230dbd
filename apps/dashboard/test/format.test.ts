import { describe, expect, test } from 'vitest'
import {
  bytes,
  clock,
  confidence,
  count,
  counted,
  duration,
  exactMoment,
  moment,
  percent,
  sentence,
  shortContainer,
  span,
} from '../src/format.ts'

const AT = Date.UTC(2024, 4, 28, 14, 3, 22, 120)

describe('durations', () => {
  test.each([
    [null, '–'],
    [0, '0 ms'],
    [0.004, '<0.01 ms'],
    [0.42, '0.42 ms'],
    [4.2, '4.2 ms'],
    [67.25, '67.3 ms'],
    [312.4, '312 ms'],
    [3420, '3.42 s'],
    [34_200, '34.2 s'],
    [724_000, '12 min 4 s'],
    [720_000, '12 min'],
    [11_520_000, '3 h 12 min'],
    [187_200_000, '2 d 4 h'],
    [999.7, '1 s'],
    [59_980, '1 min'],
    [3_599_900, '1 h'],
    [86_399_000, '1 d'],
    [-600_000, '-10 min'],
  ] as const)('%s ms prints as %s', (ms, text) => {
    expect(duration(ms)).toBe(text)
  })
})

test('a share that is not zero never prints as zero, nor one below all as all', () => {
  expect(percent(0)).toBe('0%')
  expect(percent(0.0004)).toBe('<0.1%')
  expect(percent(0.3172)).toBe('31.7%')
  expect(percent(0.9996)).toBe('>99.9%')
  expect(percent(1)).toBe('100%')
  expect(percent(null)).toBe('–')
})

test('counts carry separators and their noun in the right number', () => {
  expect(count(12345)).toBe('12,345')
  expect(counted(1, 'container')).toBe('1 container')
  expect(counted(2000, 'process', 'processes')).toBe('2,000 processes')
})

test.each([
  [512, '512 B'],
  [1023, '1,023 B'],
  [1536, '1.5 KB'],
  [1_048_500, '1 MB'],
  [134_217_728, '128 MB'],
  [268_435_456, '256 MB'],
  [94_871_552, '90.5 MB'],
  [10_737_418_240, '10 GB'],
] as const)('%s bytes print as %s, in the MB that Lambda counts memory in', (size, text) => {
  expect(bytes(size)).toBe(text)
})

test('moments are in the zone asked for', () => {
  expect(moment(AT, 'UTC')).toBe('28 May 2024, 14:03:22')
  expect(exactMoment(AT, 'Europe/Berlin')).toBe('28 May 2024, 16:03:22.120')
  expect(clock(AT, 60_000, 'UTC')).toBe('14:03')
})

test('a span of time names the second day only when there is one', () => {
  expect(span(AT, AT + 3_600_000, 'UTC')).toBe('28 May 2024, 14:03 – 15:03')
  expect(span(AT, AT + 86_400_000, 'UTC')).toBe('28 May 2024, 14:03 – 29 May 2024, 14:03')
  expect(span(AT, AT + 5000, 'UTC')).toBe('28 May 2024, 14:03:22 – 14:03:27')
})

test('a container is told by the random part of its log stream', () => {
  expect(shortContainer('2024/05/28/[$LATEST]0a1b2c3d4e5f')).toBe('0a1b2c3d')
  expect(shortContainer('7f3e9c1a-1111-4222-8333-444455556666')).toBe('7f3e9c1a')
})

test('evidence reads as a sentence', () => {
  expect(sentence('the only container alive was busy')).toBe('The only container alive was busy.')
  expect(sentence('Why?')).toBe('Why?')
})

test('a confidence is a word first', () => {
  expect(confidence(0.95)).toBe('sure, 95%')
  expect(confidence(0.3)).toBe('a guess, 30%')
})
