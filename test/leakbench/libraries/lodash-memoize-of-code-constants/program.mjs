import groupBy from 'lodash/groupBy.js'
import memoize from 'lodash/memoize.js'
import template from 'lodash/template.js'
import upperFirst from 'lodash/upperFirst.js'

const MESSAGES = {
  view: 'Dear <%- name %>, your order <%- orderId %> is on its way.',
  buy: 'Dear <%- name %>, we have taken your order <%- orderId %> for <%- price %>.',
  return: 'Dear <%- name %>, we collect your order <%- orderId %> and pay back <%- price %>.',
}

const CARRIERS = [
  { name: 'post', actions: ['buy', 'return'], cents: 495 },
  { name: 'bike', actions: ['buy'], cents: 795 },
  { name: 'shop', actions: ['view', 'return'], cents: 0 },
]

const CURRENCIES = ['EUR', 'USD', 'GBP']

const compiled = memoize((action) => template(MESSAGES[action]))

const carriersFor = memoize((action) => {
  const { true: serving = [] } = groupBy(CARRIERS, ({ actions }) => actions.includes(action))
  return serving.map(({ name, cents }) => ({ label: upperFirst(name), cents }))
})

const formatterFor = memoize((currency) => new Intl.NumberFormat('en', { style: 'currency', currency }))

export const handler = async ({ user, orderId, action, n }) => {
  if (!Object.hasOwn(MESSAGES, action)) return { orderId, error: `Unknown action ${action}` }
  const currency = CURRENCIES[user.name.length % CURRENCIES.length]
  const carriers = carriersFor(action)
  const cents = 1_000 + n * 100 + Math.min(...carriers.map((carrier) => carrier.cents))
  const price = formatterFor(currency).format(cents / 100)
  const message = compiled(action)({ name: user.name, orderId, price })
  return { orderId, message, carriers: carriers.map(({ label }) => label) }
}
