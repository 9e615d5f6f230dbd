import { wrap } from '@thermocline/lambda'

const seenOrders = []

export const handler = wrap(async (event) => {
  seenOrders.push({ id: event.id })
  return seenOrders.length
})
