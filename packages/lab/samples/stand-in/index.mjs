import { wrap } from '@thermocline/lambda'

// Stands for any function of a recorded trace: it takes as long as the trace says that one took.
export const handler = wrap(async ({ durationMs = 0 }) => {
  await new Promise((resolve) => setTimeout(resolve, durationMs))
  return { durationMs }
})
