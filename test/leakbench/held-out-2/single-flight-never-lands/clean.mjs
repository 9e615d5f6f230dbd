import { setImmediate as nextTurn } from 'node:timers/promises'

class SingleFlight {
  #running = new Map()
  #load

  constructor(load) {
    this.#load = load
  }

  do(key) {
    let flight = this.#running.get(key)
    if (!flight) {
      flight = this.#load(key).finally(() => this.#running.delete(key))
      this.#running.set(key, flight)
    }
    return flight
  }
}

const lookups = new SingleFlight(async (orderId) => {
  await nextTurn()
  return {
    orderId,
    shelf: `${orderId.length % 9}-${orderId.charCodeAt(5) % 30}`,
    weight: orderId.length * 40,
  }
})

async function pick(record) {
  const { orderId, items } = JSON.parse(record.body)
  const [{ shelf }, { weight }] = await Promise.all([lookups.do(orderId), lookups.do(orderId)])
  return { shelf, grams: weight * items.length }
}

export const handler = async (event) => ({ picked: await Promise.all(event.Records.map(pick)) })
