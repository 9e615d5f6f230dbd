function guardTimeout(context) {
  const left = context.getRemainingTimeInMillis() - 50
  return setTimeout(() => {
    console.error(JSON.stringify({ level: 'error', message: 'about to time out', id: context.awsRequestId }))
  }, left)
}

async function refund({ user, orderId, action }) {
  if (action !== 'return') return { orderId, refunded: false }
  return { orderId, refunded: true, to: user.email }
}

export const handler = async (event, context) => {
  const guard = guardTimeout(context)
  try {
    return { status: 'done', ...(await refund(event)) }
  } catch (error) {
    return { status: 'failed', reason: error.message }
  } finally {
    clearTimeout(guard)
  }
}
