import { expect, test } from 'vitest'
import { understood } from './build.ts'
import { simulatedDay } from './simulated.ts'

test.each([
  ['a quiet function', { keepAlive: 400, meanGap: 300 }],
  ['a busy function', { keepAlive: 400, meanGap: 40 }],
  ['a short keep-alive', { keepAlive: 20, meanGap: 90 }],
])('%s on a platform that keeps to its rules: every cause is found', (_, traffic) => {
  const outcomes = { right: 0, open: 0, wrong: [] as string[] }
  for (let seed = 1; seed <= 5; seed++) {
    const { rows, truth } = simulatedDay(seed, traffic)
    for (const { invocation, cause } of understood(rows).inits) {
      const name = invocation.row.container
      if (cause.cause === truth.get(name)) outcomes.right++
      else if (cause.cause === 'unknown') outcomes.open++
      else outcomes.wrong.push(`${seed} ${name}: ${truth.get(name)}, judged ${cause.cause}: ${cause.because}`)
    }
  }
  expect(outcomes.wrong).toEqual([])
  expect(outcomes.open).toBe(0)
  expect(outcomes.right).toBeGreaterThan(500)
})
