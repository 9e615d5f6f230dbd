class AuditTrail {
  #actor
  #service

  constructor(service, { sub, email }) {
    this.#service = service
    this.#actor = { sub, mailbox: email.split('@')[1] }
  }

  entry(verb, subject) {
    return { service: this.#service, verb, subject, actor: this.#actor.sub, from: this.#actor.mailbox }
  }
}

const json = (statusCode, payload) => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(payload),
})

export async function handler(event) {
  const claims = event.requestContext.authorizer?.jwt?.claims
  if (!claims) return json(401, { message: 'Unauthorized' })
  const audit = new AuditTrail('orders', claims)
  const { orderId, amount } = JSON.parse(event.body)
  const entry = audit.entry(amount > 0 ? 'placed' : 'drafted', orderId)
  return json(200, { orderId, audit: entry })
}
