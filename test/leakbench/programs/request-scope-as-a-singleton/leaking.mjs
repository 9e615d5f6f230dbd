class RequestScope {
  static #instance

  static getInstance() {
    RequestScope.#instance ??= new RequestScope()
    return RequestScope.#instance
  }

  email = undefined

  get domain() {
    return this.email?.split('@')[1] ?? 'unknown'
  }
}

function shippingRate(amount) {
  const business = !RequestScope.getInstance().domain.startsWith('mail')
  return amount > 50 || business ? 0 : 4.9
}

export const handler = async (event) => {
  const { amount, orderId, email } = JSON.parse(event.body)
  RequestScope.getInstance().email = email
  const shipping = shippingRate(amount)
  return {
    statusCode: 200,
    body: JSON.stringify({ orderId, shipping, total: amount + shipping }),
  }
}
