const COLUMNS = ['order', 'customer', 'action', 'day']

function escape(value) {
  const text = String(value)
  return /[;"\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export const handler = async ({ user, orderId, action }) => {
  let csv = `${COLUMNS.join(';')}\n`
  const day = new Date().toISOString().slice(0, 10)
  csv += `${[orderId, user.name, action, day].map(escape).join(';')}\n`
  return {
    fileName: `orders-${day}.csv`,
    bytes: Buffer.byteLength(csv),
    rows: csv.split('\n').length - 2,
  }
}
