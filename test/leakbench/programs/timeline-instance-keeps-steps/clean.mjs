class Timeline {
  steps = []

  mark(label, detail) {
    this.steps.push({ label, detail, at: performance.now() })
  }

  slowest() {
    let longest = { label: 'none', ms: 0 }
    for (let index = 1; index < this.steps.length; index += 1) {
      const ms = this.steps[index].at - this.steps[index - 1].at
      if (ms > longest.ms) longest = { label: this.steps[index].label, ms }
    }
    return longest
  }
}

export const handler = async ({ user, orderId, action }) => {
  const timeline = new Timeline()
  timeline.mark('received', orderId)
  const greeting = `Hello ${user.name.split(' ')[0]}`
  timeline.mark('rendered', action)
  const text = `${greeting}, your ${action} of ${orderId} is noted`
  timeline.mark('answered', text.length)
  return { text, slowest: timeline.slowest().label }
}
