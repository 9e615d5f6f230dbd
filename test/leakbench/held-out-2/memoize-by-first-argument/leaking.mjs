function memoize(fn) {
  const results = {}
  return (...args) => {
    const key = String(args[0])
    if (!(key in results)) results[key] = fn(...args)
    return results[key]
  }
}

const VERBS = { view: 'look at', buy: 'confirm', return: 'send back' }

const titleCase = (text) => text.replace(/\b\p{L}/gu, (letter) => letter.toUpperCase())

const greetingFor = memoize((action, person) => {
  const surname = titleCase(person.name.trim().toLowerCase()).split(' ').at(-1)
  return { salutation: `Dear customer ${surname}`, call: `please ${VERBS[action]} your order` }
})

const currencyFor = memoize((tenant) => (tenant.endsWith('1') ? 'EUR' : 'CHF'))

export async function handler({ action, user, tenant, orderId }) {
  const { salutation, call } = greetingFor(action, user)
  return { orderId, currency: currencyFor(tenant), text: `${salutation}, ${call}.` }
}
