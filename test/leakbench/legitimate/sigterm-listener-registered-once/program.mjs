const connections = new Set(['primary'])
let listening = false

function closeOnShutdown() {
  if (listening) return
  listening = true
  process.on('SIGTERM', () => {
    for (const name of connections) console.log(`closing ${name}`)
    connections.clear()
  })
}

async function countRows(key) {
  if (!connections.has('primary')) throw new Error('the connection is closed')
  return key.length * 3
}

export const handler = async ({ Records }) => {
  closeOnShutdown()
  const counts = await Promise.all(Records.map(({ s3 }) => countRows(s3.object.key)))
  return { rows: counts.reduce((sum, count) => sum + count, 0) }
}
