let isCold = true

function warmUp() {
  const formatter = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' })
  formatter.format(0)
  return formatter
}

const euros = warmUp()

export const handler = async (event) => {
  const coldStart = isCold
  isCold = false
  if (coldStart) console.log(JSON.stringify({ metric: 'ColdStart', value: 1 }))
  const { orderId, amount } = JSON.parse(event.body)
  return {
    statusCode: 200,
    headers: { 'x-cold-start': String(coldStart) },
    body: JSON.stringify({ orderId, total: euros.format(amount) }),
  }
}
