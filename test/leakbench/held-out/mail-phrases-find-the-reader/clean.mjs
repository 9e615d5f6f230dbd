const phrases = {
  en: { greeting: 'Dear {name}', shipped: 'Your order {order} is on its way', footer: 'Sent to {email}' },
  de: {
    greeting: 'Guten Tag {name}',
    shipped: 'Ihre Bestellung {order} ist unterwegs',
    footer: 'An {email}',
  },
}

const languageOf = (email) => (email.length % 2 ? 'de' : 'en')

function t(scope, key, extra = {}) {
  const { language, ...words } = scope
  return phrases[language][key].replace(/\{(\w+)\}/g, (_, word) => extra[word] ?? words[word] ?? '')
}

function enterMail({ name, email }) {
  return { language: languageOf(email), name, email }
}

function renderMail(scope, order) {
  return [t(scope, 'greeting'), t(scope, 'shipped', { order }), t(scope, 'footer')].join('\n\n')
}

export const handler = async ({ user, orderId }) => {
  if (!user?.email) throw new Error('mail without a recipient')
  const scope = enterMail(user)
  return { to: user.email, subject: `Order ${orderId}`, text: renderMail(scope, orderId) }
}
