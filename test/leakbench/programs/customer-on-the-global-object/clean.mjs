import { greeting } from './greeting.mjs'

const WIDTH = 72

function letter(customer, items) {
  const what = items.map(({ sku, quantity }) => `${quantity} x ${sku}`).join(', ')
  return [greeting(customer), '', `we have packed ${what} for you.`.slice(0, WIDTH)].join('\n')
}

export const handler = async (event) => {
  const printed = []
  for (const { messageId, body } of event.Records) {
    const { customerId, email, items } = JSON.parse(body)
    printed.push({ messageId, characters: letter({ customerId, email }, items).length })
  }
  return { printed }
}
