const STEPS = ['pick', 'pack', 'label']

function runStep(step, before) {
  return before ? `${before},${step}` : step
}

export async function handler(event) {
  const done = []
  for (const { body } of event.Records) {
    const { orderId } = JSON.parse(body)
    let state = ''
    for (const step of STEPS) {
      state = runStep(step, state)
    }
    done.push({ orderId, steps: state.split(',').length })
  }
  return { done }
}
