const buffer = []

function flush(reason) {
  if (buffer.length === 0) return
  console.log(JSON.stringify({ reason, metrics: buffer.splice(0) }))
}

function makeLambda(effect) {
  return async (event, context) => {
    process.on('SIGTERM', () => flush('SIGTERM'))
    const began = Date.now()
    const answer = await effect(event, context)
    buffer.push({ name: 'duration', value: Date.now() - began })
    flush('end')
    return answer
  }
}

export const handler = (event, context) =>
  makeLambda(async ({ orderId, action }) => {
    if (action === 'return') return { orderId, label: `RET-${orderId.slice(-4)}` }
    return { orderId, label: null }
  })(event, context)
