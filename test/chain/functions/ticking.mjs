import { setTimeout as sleep } from 'node:timers/promises'
import { wrap } from '@thermocline/lambda'

// Leaves an interval and one late timeout behind, and tells when each of them fired.
const ticks = []
let late

export const handler = wrap(async (event) => {
  if (event.arm) {
    setInterval(() => ticks.push(Date.now()), 20)
    setTimeout(() => {
      late = Date.now()
    }, 500)
  }
  // Long enough for a timer that was due while the process stood still to fire.
  await sleep(event.holdMs ?? 60)
  return { ticks, late }
})
