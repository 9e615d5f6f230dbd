const GREETINGS = { en: 'Hello', de: 'Guten Tag', fr: 'Bonjour' }

/** Subject and text of the mail that goes with this change of an order. */
export function renderMail({ email, name, language = 'en', order, status }) {
  return {
    to: email,
    subject: `Your order ${order}: ${status}`,
    text: `${GREETINGS[language] ?? GREETINGS.en} ${name},\n\nyour order ${order} is now ${status}.\n\nThe tea counter`,
  }
}
