const SIZE = 32

function createRing(size) {
  const samples = new Float64Array(size)
  let next = 0
  let filled = 0

  return {
    push(value) {
      samples[next] = value
      next = (next + 1) % size
      filled = Math.min(filled + 1, size)
    },
    percentile(p) {
      const sorted = samples.slice(0, filled).sort()
      return sorted[Math.min(filled - 1, Math.floor(filled * p))] ?? 0
    },
  }
}

const durations = createRing(SIZE)

async function book({ items }) {
  await null
  return items.reduce((sum, { quantity }) => sum + quantity, 0)
}

export async function handler({ Records }) {
  let units = 0
  for (const { body } of Records) {
    const started = performance.now()
    units += await book(JSON.parse(body))
    durations.push(performance.now() - started)
  }
  return { units, slow: durations.percentile(0.95) > 1000 }
}
