import { openSync, readSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const RATES = { standard: '0.1900', reduced: '0.0700', books: '0.0500' }
const KINDS = Object.keys(RATES)
const WIDTH = 6
const file = join(tmpdir(), 'vat-rates.dat')
writeFileSync(file, Object.values(RATES).join(''))

function readRate(kind) {
  const row = KINDS.indexOf(kind)
  if (row < 0) throw new RangeError(`no rate for ${kind}`)
  const fd = openSync(file, 'r')
  const field = Buffer.alloc(WIDTH)
  readSync(fd, field, 0, WIDTH, row * WIDTH)
  return Number(field.toString('latin1'))
}

export const handler = async (event) => {
  const { orderId, amount } = JSON.parse(event.body)
  const rate = readRate(KINDS[amount % KINDS.length])
  const vat = Math.round(amount * rate * 100) / 100
  return { statusCode: 200, body: JSON.stringify({ orderId, net: amount, vat }) }
}
