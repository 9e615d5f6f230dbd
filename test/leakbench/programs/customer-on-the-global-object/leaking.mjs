import { greeting } from './greeting.mjs'

const WIDTH = 72

function letter(items) {
  const what = items.map(({ sku, quantity }) => `${quantity} x ${sku}`).join(', ')
  return [greeting(), '', `we have packed ${what} for you.`.slice(0, WIDTH)].join('\n')
}

export const handler = async (event) => {
  const printed = []
  for (const { messageId, body } of event.Records) {
    const { customerId, email, items } = JSON.parse(body)
    globalThis.currentCustomer = { customerId, email }
    printed.push({ messageId, characters: letter(items).length })
  }
  return { printed }
}
