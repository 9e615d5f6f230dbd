const refuse = (statusCode, message) => Object.assign(new Error(message), { statusCode })

function authenticate({ requestContext }) {
  const claims = requestContext.authorizer?.jwt?.claims
  if (!claims?.sub) throw refuse(401, 'no one is signed in')
  return { id: claims.sub, email: claims.email }
}

function assertOwner(order, user) {
  if (order.email !== user.email) throw refuse(403, 'not your order')
}

function confirm({ orderId }, user) {
  return { orderId, status: 'confirmed', by: user.id }
}

export const handler = async (event) => {
  try {
    const currentUser = authenticate(event)
    const order = JSON.parse(event.body)
    assertOwner(order, currentUser)
    return { statusCode: 200, body: JSON.stringify(confirm(order, currentUser)) }
  } catch (error) {
    return { statusCode: error.statusCode ?? 500, body: JSON.stringify({ message: error.message }) }
  }
}
