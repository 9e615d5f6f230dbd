const DEFAULTS = {
  from: 'orders@shop.example',
  bcc: 'archive@shop.example',
  format: 'text',
}

function mailOptions(overrides) {
  const options = Object.assign(DEFAULTS, overrides)
  if (!options.from.includes('@')) throw new TypeError('from is no address')
  return options
}

function compose(options, items) {
  const lines = items.map(({ sku, quantity }) => `${quantity} x ${sku}`)
  return { ...options, text: lines.join('\n') }
}

export const handler = async (event) => {
  const mails = []
  for (const record of event.Records) {
    const { email, items } = JSON.parse(record.body)
    mails.push(compose(mailOptions({ replyTo: email }), items))
  }
  return { mails: mails.length, bytes: mails.reduce((sum, { text }) => sum + text.length, 0) }
}
