import { wrap } from '@thermocline/lambda'

// An init that takes about a second of real work, whatever the machine.
const until = performance.now() + 1000
let sum = 0
while (performance.now() < until) sum += Math.sqrt(sum + 1)

export const handler = wrap(async () => ({ sum }))
