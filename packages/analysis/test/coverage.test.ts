import { expect, test } from 'vitest'
import type { InvocationRow } from '@thermocline/wire'
import { missingInvocations } from '../src/coverage.ts'
import { settleContainer } from '../src/starts.ts'
import { row } from './build.ts'

const missing = (numbers: readonly (number | null)[]): number =>
  missingInvocations(
    settleContainer(
      numbers.map((count, n): InvocationRow =>
        row('a', n * 5, 1, count === null ? {} : { containerInvocation: count }),
      ),
      undefined,
    ),
  )

test('gaps in the counter are invocations that never arrived', () => {
  expect(missing([1, 2, 3])).toBe(0)
  expect(missing([1, 4, 6])).toBe(3)
})

test('what lies before the first one seen is no gap', () => {
  expect(missing([17, 18])).toBe(0)
})

test('an invocation known from its REPORT line alone fills the gap it lies in', () => {
  expect(missing([1, null, 3])).toBe(0)
  expect(missing([1, null, 5])).toBe(2)
  expect(missing([null, null])).toBe(0)
})
