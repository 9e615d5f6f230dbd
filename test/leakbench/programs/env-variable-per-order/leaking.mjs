const STEPS = ['pick', 'pack', 'label']

function runStep(step, orderId) {
  const before = process.env[`STATE_${orderId}`]
  return before ? `${before},${step}` : step
}

export async function handler(event) {
  const done = []
  for (const { body } of event.Records) {
    const { orderId } = JSON.parse(body)
    for (const step of STEPS) {
      process.env[`STATE_${orderId}`] = runStep(step, orderId)
    }
    done.push({ orderId, steps: process.env[`STATE_${orderId}`].split(',').length })
  }
  return { done }
}
