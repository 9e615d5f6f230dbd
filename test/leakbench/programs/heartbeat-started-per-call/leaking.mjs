const LEASE_MS = 30_000

function startHeartbeat(job) {
  return setInterval(() => {
    job.leaseUntil = Date.now() + LEASE_MS
  }, 250)
}

async function convert({ key, size }) {
  if (!key.endsWith('.pdf')) throw new TypeError(`${key} is not a PDF`)
  return { key: key.replace(/\.pdf$/, '.png'), pages: 1 + (size % 5) }
}

export async function handler(event) {
  const { object } = event.Records[0].s3
  const job = { id: object.eTag, leaseUntil: Date.now() + LEASE_MS }
  startHeartbeat(job)
  try {
    return { job: job.id, ...(await convert(object)) }
  } catch (error) {
    return { job: job.id, error: error.message }
  }
}
