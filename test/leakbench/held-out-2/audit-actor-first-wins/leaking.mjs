class AuditTrail {
  #actor = null
  #service

  constructor(service) {
    this.#service = service
  }

  signIn({ sub, email }) {
    if (this.#actor === null) this.#actor = { sub, mailbox: email.split('@')[1] }
    return this
  }

  entry(verb, subject) {
    return { service: this.#service, verb, subject, actor: this.#actor.sub, from: this.#actor.mailbox }
  }
}

const audit = new AuditTrail('orders')

const json = (statusCode, payload) => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(payload),
})

export async function handler(event) {
  const claims = event.requestContext.authorizer?.jwt?.claims
  if (!claims) return json(401, { message: 'Unauthorized' })
  audit.signIn(claims)
  const { orderId, amount } = JSON.parse(event.body)
  const entry = audit.entry(amount > 0 ? 'placed' : 'drafted', orderId)
  return json(200, { orderId, audit: entry })
}
