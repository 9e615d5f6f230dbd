let currentUser

const refuse = (statusCode, message) => Object.assign(new Error(message), { statusCode })

function authenticate({ requestContext }) {
  const claims = requestContext.authorizer?.jwt?.claims
  if (!claims?.sub) throw refuse(401, 'no one is signed in')
  currentUser = { id: claims.sub, email: claims.email }
}

function assertOwner(order) {
  if (order.email !== currentUser.email) throw refuse(403, 'not your order')
}

function confirm({ orderId }) {
  return { orderId, status: 'confirmed', by: currentUser.id }
}

export const handler = async (event) => {
  try {
    authenticate(event)
    const order = JSON.parse(event.body)
    assertOwner(order)
    return { statusCode: 200, body: JSON.stringify(confirm(order)) }
  } catch (error) {
    return { statusCode: error.statusCode ?? 500, body: JSON.stringify({ message: error.message }) }
  }
}
