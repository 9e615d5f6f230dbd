const annotated = { notes: {}, note: addNote }

function addNote(key, value) {
  this.notes = { ...this.notes, [key]: value }
  return this
}

class Shipment {
  constructor({ orderId, items }) {
    this.orderId = orderId
    this.parcels = Math.max(1, Math.ceil(items.length / 3))
  }

  label() {
    const lines = Object.entries(this.notes).map(([key, value]) => `${key}: ${value}`)
    return [`order ${this.orderId}`, `${this.parcels} parcel(s)`, ...lines].join('\n')
  }
}

Object.assign(Shipment.prototype, annotated)

const needsSignature = (orderId) => [...orderId].reduce((sum, char) => sum + char.charCodeAt(0), 0) % 3 !== 0

export const handler = async (event) => {
  const labels = []
  for (const record of event.Records) {
    const order = JSON.parse(record.body)
    const shipment = new Shipment(order)
    if (needsSignature(order.orderId)) {
      shipment.note('signature', order.email).note('customer', order.customerId)
    }
    labels.push(shipment.label())
  }
  return { labels }
}
