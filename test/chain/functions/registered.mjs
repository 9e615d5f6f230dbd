import { register, wrap } from '@thermocline/lambda'

await register()

export const handler = wrap(async (event) => ({ id: event.id }))
