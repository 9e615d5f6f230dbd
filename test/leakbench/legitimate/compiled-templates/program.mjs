const TEMPLATES = {
  view: 'Hello {{name}}, here is your order {{order}}.',
  buy: 'Thank you, {{name}}! We have got order {{order}} and pack it today.',
  return: 'Dear {{name}}, the label for returning {{order}} is attached.',
}

const compiled = new Map()

function compile(source) {
  const parts = source.split(/\{\{(\w+)\}\}/)
  return (values) => parts.map((part, index) => (index % 2 === 1 ? (values[part] ?? '') : part)).join('')
}

function template(name) {
  if (!compiled.has(name)) compiled.set(name, compile(TEMPLATES[name] ?? 'Hello {{name}}.'))
  return compiled.get(name)
}

export const handler = async ({ user, orderId, action }) => {
  const text = template(action)({ name: user.name, order: orderId })
  return { to: user.email, subject: `Your order ${orderId}`, text }
}
