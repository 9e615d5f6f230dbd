class RequestScope {
  constructor(email) {
    this.email = email
  }

  get domain() {
    return this.email?.split('@')[1] ?? 'unknown'
  }
}

function shippingRate(amount, scope) {
  const business = !scope.domain.startsWith('mail')
  return amount > 50 || business ? 0 : 4.9
}

export const handler = async (event) => {
  const { amount, orderId, email } = JSON.parse(event.body)
  const scope = new RequestScope(email)
  const shipping = shippingRate(amount, scope)
  return {
    statusCode: 200,
    body: JSON.stringify({ orderId, shipping, total: amount + shipping }),
  }
}
