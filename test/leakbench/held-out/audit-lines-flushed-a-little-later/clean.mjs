const usage = { batches: 0, entries: 0 }

async function publish(entries) {
  const line = JSON.stringify(entries)
  usage.batches += 1
  usage.entries += entries.length
  return line.length
}

function createAudit(actor) {
  const batch = []
  const audit = (what, detail) => batch.push({ actor, what, detail, at: Date.now() })
  audit.flush = () => publish(batch.splice(0))
  return audit
}

export const handler = async ({ user, tenant, orderId, action = 'view' }) => {
  const audit = createAudit(user.id)
  audit('open', { orderId, tenant })
  const allowed = action !== 'purge'
  audit(allowed ? 'granted' : 'denied', { action })
  await audit.flush()
  return { orderId, allowed, batches: usage.batches }
}
