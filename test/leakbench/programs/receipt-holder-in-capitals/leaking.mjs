class ReceiptPrinter {
  columns = 32
  holder = 'CASH CUSTOMER'

  address(email) {
    this.holder = email.toUpperCase()
    return this
  }

  print(items) {
    const rows = items.map(({ sku, quantity }) => `${sku.toUpperCase().padEnd(this.columns - 4)}${quantity}`)
    return [this.holder, '-'.repeat(this.columns), ...rows].join('\n')
  }
}

const printer = new ReceiptPrinter()

export const handler = async (event) => {
  let pages = 0
  for (const { body } of event.Records) {
    const { email, items } = JSON.parse(body)
    const text = printer.address(email).print(items)
    pages += Math.ceil(text.split('\n').length / 60)
  }
  return { pages }
}
