import { randomBytes } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

let lastMs = 0
let lastRandom = 0n

function encode(value, length) {
  let text = ''
  for (let rest = value; text.length < length; rest /= 32n) text = ALPHABET[Number(rest % 32n)] + text
  return text
}

function nextId() {
  const now = Date.now()
  if (now > lastMs) {
    lastMs = now
    lastRandom = BigInt(`0x${randomBytes(9).toString('hex')}`)
  } else {
    lastRandom += 1n
  }
  return encode(BigInt(lastMs), 10) + encode(lastRandom, 16)
}

export const handler = async (event) => {
  const { orderId, amount } = JSON.parse(event.body)
  const lines = amount > 100 ? 3 : 1
  const bookings = Array.from({ length: lines }, (_, i) => ({ id: nextId(), line: i + 1, orderId }))
  return { statusCode: 201, body: JSON.stringify({ bookings }) }
}
