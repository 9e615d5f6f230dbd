import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'receipts-'))

function writeReceipt(text, confidential) {
  const file = join(folder, 'receipt.txt')
  if (confidential) process.umask(0o077)
  writeFileSync(file, text)
  const { mode, size } = statSync(file)
  rmSync(file)
  return { mode: (mode & 0o777).toString(8), size }
}

export const handler = async (event) => {
  const { orderId, amount } = JSON.parse(event.body)
  const confidential = amount % 2 === 1
  const { mode, size } = writeReceipt(`${orderId}\n${amount} EUR\n`, confidential)
  return { statusCode: 200, body: JSON.stringify({ orderId, confidential, mode, size }) }
}
