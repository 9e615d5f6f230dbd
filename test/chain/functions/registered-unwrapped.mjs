import { register } from '@thermocline/lambda'

await register()

export const handler = async (event) => ({ id: event.id })
