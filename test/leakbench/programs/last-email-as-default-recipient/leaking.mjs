const FROM = 'returns@shop.example'
let defaultRecipient = 'service@shop.example'

function chooseRecipient(contact = {}) {
  if (contact.email) defaultRecipient = contact.email
  return defaultRecipient
}

const TEXTS = {
  received: 'Your parcel is back with us.',
  refunded: 'Your money is on its way.',
}

export const handler = async (event) => {
  const { returnId, state, contact } = event.detail
  const text = TEXTS[state]
  if (!text) return { returnId, skipped: state }
  const mail = { from: FROM, to: chooseRecipient(contact), subject: `Return ${returnId}`, text }
  return { returnId, mailedTo: mail.to, length: mail.text.length }
}
