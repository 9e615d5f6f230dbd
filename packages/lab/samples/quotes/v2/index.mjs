import { wrap } from '@thermocline/lambda'
import { rateOf } from './rates.mjs'

// Euro cents for a kilogram of tea.
const PRICES = { assam: 2900, darjeeling: 5400, sencha: 4700, rooibos: 1900 }

// The second version quotes in other currencies too.
export const handler = wrap(async ({ tea, grams, currency }) => quote(tea, grams, currency))

function quote(tea, grams, currency = 'EUR') {
  const perKilogram = PRICES[tea]
  if (perKilogram === undefined) throw new RangeError(`no such tea: ${tea}`)
  const cents = Math.ceil((perKilogram * grams * rateOf(currency)) / 1000)
  return { tea, grams, cents, currency }
}
