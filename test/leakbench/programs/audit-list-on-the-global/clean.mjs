function createAudit() {
  const events = []
  return {
    events,
    add: (name, fields) => events.push({ name, fields, at: Date.now() }),
  }
}

function checkUpload({ key, size }, audit) {
  audit.add('upload.received', { key, size })
  if (!key.endsWith('.pdf')) return 'wrong type'
  if (size > 5_000_000) return 'too large'
  audit.add('upload.accepted', { key })
  return undefined
}

export const handler = async (event) => {
  const audit = createAudit()
  const problems = event.Records.map(({ s3 }) => checkUpload(s3.object, audit)).filter(Boolean)
  return { files: event.Records.length, problems, audited: audit.events.length }
}
