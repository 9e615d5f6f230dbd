const parser = {
  limit: 100_000,

  parse({ body, isBase64Encoded }) {
    const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body
    if (text.length > this.limit) throw new RangeError('the body is too large')
    return JSON.parse(text)
  },

  require(body, ...names) {
    const missing = names.filter((name) => body[name] === undefined)
    if (missing.length > 0) throw new TypeError(`${missing.join(', ')} missing`)
    return names.map((name) => body[name])
  },
}

export const handler = async (event) => {
  try {
    const body = parser.parse(event)
    const [orderId, amount] = parser.require(body, 'orderId', 'amount', 'email')
    return { statusCode: 201, body: JSON.stringify({ orderId, net: amount, gross: amount * 1.19 }) }
  } catch (error) {
    return { statusCode: 400, body: JSON.stringify({ message: error.message }) }
  }
}
