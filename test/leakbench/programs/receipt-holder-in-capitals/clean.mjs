class ReceiptPrinter {
  columns = 32

  print(items, holder = 'CASH CUSTOMER') {
    const rows = items.map(({ sku, quantity }) => `${sku.toUpperCase().padEnd(this.columns - 4)}${quantity}`)
    return [holder, '-'.repeat(this.columns), ...rows].join('\n')
  }
}

const printer = new ReceiptPrinter()

export const handler = async (event) => {
  let pages = 0
  for (const { body } of event.Records) {
    const { email, items } = JSON.parse(body)
    const text = printer.print(items, email.toUpperCase())
    pages += Math.ceil(text.split('\n').length / 60)
  }
  return { pages }
}
