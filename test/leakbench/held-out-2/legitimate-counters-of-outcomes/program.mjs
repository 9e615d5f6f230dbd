class Counter {
  #values = new Map()

  add(...labels) {
    const key = labels.join('|')
    this.#values.set(key, (this.#values.get(key) ?? 0) + 1)
  }

  total() {
    let sum = 0
    for (const value of this.#values.values()) sum += value
    return sum
  }
}

const requests = new Counter()
let invocations = 0
let slowestMs = 0

const validate = ({ amount }) => (amount % 7 === 0 ? 'rejected' : 'accepted')

export async function handler(event) {
  const started = performance.now()
  invocations += 1
  const outcome = validate(JSON.parse(event.body))
  requests.add(event.routeKey, outcome)
  slowestMs = Math.max(slowestMs, performance.now() - started)
  return {
    statusCode: outcome === 'accepted' ? 200 : 422,
    headers: { 'x-served': `${requests.total()}/${invocations}` },
  }
}
