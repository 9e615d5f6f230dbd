let latest = null

function remember(record) {
  const { bucket, object } = record.s3
  latest = {
    path: `${bucket.name}/${object.key}`,
    size: object.size,
    uploader: record.userIdentity.principalId,
  }
}

function describe() {
  const kib = Math.ceil(latest.size / 1024)
  return `${latest.path} (${kib} KiB) came from ${latest.uploader}`
}

export async function handler({ Records }) {
  const messages = []
  for (const record of Records) {
    if (!record.eventName.startsWith('ObjectCreated:')) continue
    remember(record)
    messages.push(describe())
  }
  return { notified: messages.length, length: messages.join('\n').length }
}
