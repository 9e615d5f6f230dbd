const source = process.env.AWS_LAMBDA_FUNCTION_NAME ?? 'ledger'
let sequence = 0

function envelope(type, data) {
  sequence += 1
  return { specversion: '1.0', id: `${source}-${sequence}`, source, type, data }
}

export const handler = async (event) => {
  const entries = event.Records.map(({ s3 }) =>
    envelope('document.stored', { bucket: s3.bucket.name, key: s3.object.key, bytes: s3.object.size }),
  )
  return { published: entries.length, last: entries.at(-1)?.id }
}
