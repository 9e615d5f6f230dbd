function summaryOf(record) {
  const { bucket, object } = record.s3
  return {
    path: `${bucket.name}/${object.key}`,
    size: object.size,
    uploader: record.userIdentity.principalId,
  }
}

function describe(upload) {
  const kib = Math.ceil(upload.size / 1024)
  return `${upload.path} (${kib} KiB) came from ${upload.uploader}`
}

export async function handler({ Records }) {
  const messages = []
  for (const record of Records) {
    if (!record.eventName.startsWith('ObjectCreated:')) continue
    messages.push(describe(summaryOf(record)))
  }
  return { notified: messages.length, length: messages.join('\n').length }
}
