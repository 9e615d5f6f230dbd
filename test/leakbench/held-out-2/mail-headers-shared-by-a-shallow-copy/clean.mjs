const MAIL_DEFAULTS = { from: 'orders@shop.example', charset: 'utf-8', headers: { 'X-Mailer': 'shop/3' } }

function compose({ orderId, email, customerId, items }) {
  const mail = { ...MAIL_DEFAULTS, headers: { ...MAIL_DEFAULTS.headers }, to: email }
  mail.subject = `Your order ${orderId}`
  mail.text = items.map(({ sku, quantity }) => `${quantity} x ${sku}`).join('\n')
  if (items.some(({ quantity }) => quantity > 1)) {
    mail.headers['Reply-To'] = `returns+${customerId}@shop.example`
  }
  return mail
}

function serialize(mail) {
  const head = Object.entries(mail.headers).map(([name, value]) => `${name}: ${value}`)
  return [`From: ${mail.from}`, `To: ${mail.to}`, `Subject: ${mail.subject}`, ...head, '', mail.text].join(
    '\r\n',
  )
}

export const handler = async ({ Records }) => {
  const batchItemFailures = []
  let bytes = 0
  for (const record of Records) {
    try {
      bytes += Buffer.byteLength(serialize(compose(JSON.parse(record.body))))
    } catch {
      batchItemFailures.push({ itemIdentifier: record.messageId })
    }
  }
  return { batchItemFailures, bytes }
}
