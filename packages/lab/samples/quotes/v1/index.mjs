import { wrap } from '@thermocline/lambda'

// Euro cents for a kilogram of tea.
const PRICES = { assam: 2900, darjeeling: 5400, sencha: 4700, rooibos: 1900 }

export const handler = wrap(async ({ tea, grams }) => quote(tea, grams))

function quote(tea, grams) {
  const perKilogram = PRICES[tea]
  if (perKilogram === undefined) throw new RangeError(`no such tea: ${tea}`)
  return { tea, grams, cents: Math.ceil((perKilogram * grams) / 1000), currency: 'EUR' }
}
