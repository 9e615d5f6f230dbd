const logFor = (actor = 'nobody') => ({
  line(level, message) {
    const { AWS_LAMBDA_FUNCTION_NAME: fn = 'returns' } = process.env
    return `${level.toUpperCase()} [${fn}] [${actor}] ${message}`
  },
})

const steps = {
  view: async ({ orderId }) => [logFor().line('info', `shown ${orderId}`)],
  buy: async ({ orderId, user }) => {
    const log = logFor(user.email)
    return [log.line('info', `reserved ${orderId}`), log.line('info', 'charged')]
  },
}

export async function handler(event) {
  const step = steps[event.action] ?? steps.view
  const lines = await step(event)
  return { orderId: event.orderId, trace: lines.join('\n') }
}
