function createMailer({ from, signature }) {
  let recipient

  const mailer = {
    to(address) {
      if (!address.includes('@')) throw new TypeError('that is no address')
      recipient = address
      return mailer
    },
    compose(subject, lines) {
      return { from, to: recipient, subject, text: [...lines, '', signature].join('\n') }
    },
  }
  return mailer
}

const mailer = createMailer({ from: 'dispatch@shop.example', signature: 'Your corner shop' })

export async function handler(event) {
  const outbox = event.Records.map(({ body }) => {
    const { email, items } = JSON.parse(body)
    const lines = items.map(({ sku, quantity }) => `- ${quantity} of ${sku}`)
    return mailer.to(email).compose('Your parcel is on its way', lines)
  })
  return { queued: outbox.length, characters: outbox.map(({ text }) => text.length) }
}
