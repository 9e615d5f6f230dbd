const metrics = { service: 'importer', latency: { unit: 'ms', samples: [] } }
const WINDOW = 20

function quantile(values, q) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]
}

async function importObject({ bucket, object }) {
  const [tenant, name] = object.key.split('/')
  const pages = Math.ceil(object.size / 4096)
  return { bucket: bucket.name, tenant, name, pages }
}

export async function handler(event) {
  const imported = []
  for (const { s3 } of event.Records) {
    const began = performance.now()
    imported.push(await importObject(s3))
    metrics.latency.samples.push(performance.now() - began)
    if (metrics.latency.samples.length > WINDOW) metrics.latency.samples.shift()
  }
  const { unit, samples } = metrics.latency
  return { imported, p50: `${quantile(samples, 0.5)} ${unit}`, p99: `${quantile(samples, 0.99)} ${unit}` }
}
