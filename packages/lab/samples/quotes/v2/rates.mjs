// Units of a currency for one euro, as a table of fixings over the years: only the last one is ever asked for, but
// all of them are worked out while the module loads.
const FIRST = { EUR: 1, USD: 1.12, GBP: 0.86, JPY: 158 }
const DAYS = 400_000

const fixings = Object.fromEntries(Object.entries(FIRST).map(([currency, first]) => [currency, walk(first)]))

/** Units of this currency for one euro, as fixed last. */
export function rateOf(currency) {
  const series = fixings[currency]
  if (series === undefined) throw new RangeError(`no such currency: ${currency}`)
  return series.at(-1)
}

function walk(first) {
  const series = new Float64Array(DAYS)
  for (let day = 0; day < DAYS; day++) series[day] = first * (1 + Math.sin(day / 90) * 0.02)
  return series
}
