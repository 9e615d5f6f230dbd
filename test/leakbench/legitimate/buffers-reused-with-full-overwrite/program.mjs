const RECORD = 64
const free = [Buffer.alloc(RECORD), Buffer.alloc(RECORD)]

function withBuffer(use) {
  const buffer = free.pop() ?? Buffer.alloc(RECORD)
  buffer.fill(0)
  try {
    return use(buffer)
  } finally {
    if (free.length < 2) free.push(buffer)
  }
}

// The mainframe wants records of 64 bytes: version, quantity, length and text.
function encode({ orderId, action }, quantity) {
  return withBuffer((buffer) => {
    buffer.writeUInt8(2, 0)
    buffer.writeUInt32BE(quantity, 1)
    const length = buffer.write(`${action}:${orderId}`, 6, 'latin1')
    buffer.writeUInt8(length, 5)
    return buffer.toString('base64')
  })
}

export const handler = async (event) => {
  const record = encode(event, 1 + (event.n % 5))
  return { orderId: event.orderId, record }
}
