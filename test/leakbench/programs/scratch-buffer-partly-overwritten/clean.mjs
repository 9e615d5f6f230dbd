const FIELDS = { orderId: [0, 24], email: [24, 48], amount: [72, 8] }
const LENGTH = 80

function encode(order) {
  const scratch = Buffer.alloc(LENGTH, ' ')
  for (const [name, [offset, width]] of Object.entries(FIELDS)) {
    const text = String(order[name])
    if (text.length > width) throw new RangeError(`${name} is too long`)
    scratch.write(text, offset, 'latin1')
  }
  return scratch.toString('latin1')
}

export const handler = async (event) => {
  try {
    const record = encode(JSON.parse(event.body))
    return { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: record }
  } catch (error) {
    return { statusCode: 400, body: error.message }
  }
}
