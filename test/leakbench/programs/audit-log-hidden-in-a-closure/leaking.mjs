const audit = (() => {
  const entries = []
  return {
    note(action, subject, outcome) {
      entries.push({ action, subject, outcome, at: Date.now() })
    },
    summary() {
      const denied = entries.filter(({ outcome }) => outcome === 'denied').length
      return { total: entries.length, denied }
    },
  }
})()

const ALLOWED = { view: ['customer', 'support'], buy: ['customer'], return: ['support'] }

export const handler = async ({ user, orderId, action }) => {
  const role = user.email.endsWith('mail0.example') ? 'support' : 'customer'
  const allowed = ALLOWED[action]?.includes(role) ?? false
  audit.note(action, orderId, allowed ? 'granted' : 'denied')
  if (!allowed) {
    return { status: 403, message: `${action} is not for ${role}s`, audit: audit.summary() }
  }
  return { status: 200, orderId, action, audit: audit.summary() }
}
