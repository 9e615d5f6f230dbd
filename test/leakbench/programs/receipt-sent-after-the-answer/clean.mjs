const outbox = { sent: 0, failed: 0 }

function deliver({ to, subject }) {
  if (!to.includes('@')) outbox.failed += 1
  else if (subject) outbox.sent += 1
}

function sendReceipt({ orderId, email }) {
  const mail = { to: email, subject: `Receipt for ${orderId}` }
  deliver(mail)
}

export const handler = async (event) => {
  const order = JSON.parse(event.body)
  if (!order.orderId) return { statusCode: 400, body: JSON.stringify({ message: 'orderId is missing' }) }
  sendReceipt(order)
  return {
    statusCode: 201,
    headers: { location: `/orders/${order.orderId}` },
    body: JSON.stringify({ id: order.orderId, amount: order.amount, receipt: 'on its way' }),
  }
}
