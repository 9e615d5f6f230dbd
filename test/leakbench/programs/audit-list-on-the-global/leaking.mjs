globalThis.auditEvents ??= []

function audit(name, fields) {
  globalThis.auditEvents.push({ name, fields, at: Date.now() })
}

function checkUpload({ key, size }) {
  audit('upload.received', { key, size })
  if (!key.endsWith('.pdf')) return 'wrong type'
  if (size > 5_000_000) return 'too large'
  audit('upload.accepted', { key })
  return undefined
}

export const handler = async (event) => {
  const problems = event.Records.map(({ s3 }) => checkUpload(s3.object)).filter(Boolean)
  return { files: event.Records.length, problems, audited: globalThis.auditEvents.length }
}
