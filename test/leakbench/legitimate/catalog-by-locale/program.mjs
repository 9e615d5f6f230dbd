import { catalogOf } from './messages.mjs'

const LOCALES = ['en', 'de', 'fr', 'sv']

function localeOf({ tenant }) {
  return LOCALES[Number(tenant.split('-')[1]) % LOCALES.length]
}

export async function handler(event) {
  const locale = localeOf(event)
  const text = await catalogOf(locale)
  const [firstName] = event.user.name.split(' ')
  return {
    locale,
    subject: `${text.order} ${event.orderId}`,
    body: `${text.hello} ${firstName}. ${text.thanks}!`,
  }
}
