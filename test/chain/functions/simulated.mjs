import { wrap } from '@thermocline/lambda'

// Does what its event says, in the words of the simulation.
export const handler = wrap(async ({ end = 'ok' }) => {
  if (end === 'error') throw new Error('the handler was simulated to throw')
  if (end === 'crashed') process.exit(1)
  if (end === 'timeout') await new Promise((resolve) => setTimeout(resolve, 60_000))
  return null
})
