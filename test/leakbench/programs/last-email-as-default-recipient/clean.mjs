const FROM = 'returns@shop.example'
const DEFAULT_RECIPIENT = 'service@shop.example'

function chooseRecipient(contact = {}) {
  return contact.email ?? DEFAULT_RECIPIENT
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
