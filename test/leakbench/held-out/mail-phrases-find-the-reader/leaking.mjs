const phrases = {
  en: { greeting: 'Dear {name}', shipped: 'Your order {order} is on its way', footer: 'Sent to {email}' },
  de: {
    greeting: 'Guten Tag {name}',
    shipped: 'Ihre Bestellung {order} ist unterwegs',
    footer: 'An {email}',
  },
}

const languageOf = (email) => (email.length % 2 ? 'de' : 'en')

function t(key, extra = {}) {
  const { language, ...words } = globalThis.mailScope
  return phrases[language][key].replace(/\{(\w+)\}/g, (_, word) => extra[word] ?? words[word] ?? '')
}

function enterMail({ name, email }) {
  globalThis.mailScope = { language: languageOf(email), name, email }
}

function renderMail(order) {
  return [t('greeting'), t('shipped', { order }), t('footer')].join('\n\n')
}

export const handler = async ({ user, orderId }) => {
  if (!user?.email) throw new Error('mail without a recipient')
  enterMail(user)
  return { to: user.email, subject: `Order ${orderId}`, text: renderMail(orderId) }
}
