import { readFileSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const file = join(tmpdir(), 'shop-settings.json')
writeFileSync(file, JSON.stringify({ freeShippingAbove: 50, shipping: 4.9 }))

let settings = readSettings()

function readSettings() {
  return JSON.parse(readFileSync(file, 'utf8'))
}

function watchSettings() {
  return watch(file, () => {
    settings = readSettings()
  })
}

export const handler = async (event) => {
  watchSettings()
  const { orderId, amount } = JSON.parse(event.body)
  const shipping = amount >= settings.freeShippingAbove ? 0 : settings.shipping
  return { statusCode: 200, body: JSON.stringify({ orderId, amount, shipping, total: amount + shipping }) }
}
