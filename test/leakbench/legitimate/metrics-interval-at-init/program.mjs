const counters = { accepted: 0, refused: 0 }

function report() {
  if (counters.accepted + counters.refused === 0) return
  console.log(JSON.stringify({ metric: 'orders', ...counters }))
  counters.accepted = 0
  counters.refused = 0
}

setInterval(report, 10_000).unref()

export const handler = async (event) => {
  const { orderId, amount } = JSON.parse(event.body)
  if (amount > 1_000) {
    counters.refused += 1
    return { statusCode: 422, body: JSON.stringify({ orderId, message: 'please call us' }) }
  }
  counters.accepted += 1
  return { statusCode: 201, body: JSON.stringify({ orderId }) }
}
