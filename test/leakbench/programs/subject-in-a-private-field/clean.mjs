class AccessControl {
  #owners
  #subject

  constructor(owners, claims) {
    this.#owners = owners
    this.#subject = claims.sub
  }

  mayRefund(amount) {
    return amount < 20 || this.#owners.has(this.#subject)
  }
}

const owners = new Set(['usr_admin', 'usr_owner'])

function respond(statusCode, content) {
  return { statusCode, headers: { 'cache-control': 'no-store' }, body: JSON.stringify(content) }
}

export async function handler(event) {
  const access = new AccessControl(owners, event.requestContext.authorizer.jwt.claims)
  const { orderId, amount } = JSON.parse(event.body)
  if (!access.mayRefund(amount)) return respond(403, { message: 'ask a manager' })
  return respond(200, { orderId, refunded: amount })
}
