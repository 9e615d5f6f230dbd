const HEADER = 'key,bytes,kind\n'

const kinds = { jpg: 'image', png: 'image', pdf: 'document', csv: 'table' }

const bucket = {
  async put(key, body) {
    return { key, size: Buffer.byteLength(body), rows: body.trimEnd().split('\n').length - 1 }
  },
}

function kindOf(key) {
  return kinds[key.split('.').pop().toLowerCase()] ?? 'other'
}

export const handler = async (event) => {
  let manifest = HEADER
  for (const { s3 } of event.Records) {
    const key = decodeURIComponent(s3.object.key.replaceAll('+', ' '))
    manifest += `${key},${s3.object.size ?? 0},${kindOf(key)}\n`
  }
  const day = new Date(event.Records[0].eventTime ?? 0).toISOString().slice(0, 10)
  return bucket.put(`manifests/${day}.csv`, manifest)
}
