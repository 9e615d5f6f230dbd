const LOCALES = ['de-DE', 'en-GB', 'fr-FR', 'pl-PL']
const CURRENCIES = ['EUR', 'GBP', 'PLN']

const formatters = new Map()

function formatter(locale, currency) {
  const key = `${locale}/${currency}`
  let found = formatters.get(key)
  if (!found) {
    found = new Intl.NumberFormat(locale, { style: 'currency', currency })
    formatters.set(key, found)
  }
  return found
}

const pick = (list, text) => list[[...text].reduce((sum, char) => sum + char.charCodeAt(0), 0) % list.length]

export const handler = async (event) => {
  const { orderId, amount, email } = JSON.parse(event.body)
  const locale = pick(LOCALES, email)
  const money = formatter(locale, pick(CURRENCIES, orderId))
  return { statusCode: 200, body: JSON.stringify({ orderId, locale, total: money.format(amount) }) }
}
