class AccessControl {
  #owners
  #subject

  constructor(owners) {
    this.#owners = owners
  }

  begin(claims) {
    this.#subject = claims.sub
  }

  mayRefund(amount) {
    return amount < 20 || this.#owners.has(this.#subject)
  }
}

const access = new AccessControl(new Set(['usr_admin', 'usr_owner']))

function respond(statusCode, content) {
  return { statusCode, headers: { 'cache-control': 'no-store' }, body: JSON.stringify(content) }
}

export async function handler(event) {
  access.begin(event.requestContext.authorizer.jwt.claims)
  const { orderId, amount } = JSON.parse(event.body)
  if (!access.mayRefund(amount)) return respond(403, { message: 'ask a manager' })
  return respond(200, { orderId, refunded: amount })
}
