const answer = {
  statusCode: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  cookies: [],
}

const RENEW_ABOVE = 3

function renewSession(cookies) {
  answer.cookies = cookies.map((cookie) => `${cookie}; Max-Age=3600; Secure; HttpOnly`)
}

export const handler = async (event) => {
  const { orderId, amount } = JSON.parse(event.body)
  if (!Number.isInteger(amount)) {
    return { statusCode: 422, body: JSON.stringify({ message: 'amount must be in cents' }) }
  }
  if (amount % 10 > RENEW_ABOVE) renewSession(event.cookies ?? [])
  return { ...answer, body: JSON.stringify({ orderId, cents: amount }) }
}
