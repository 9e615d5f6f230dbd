import { escape, initialsOf } from './text.mjs'

const view = { theme: 'light', lang: 'en', initials: '' }

const pages = {
  view({ orderId }) {
    return `<h1>Order ${escape(orderId)}</h1>`
  },
  buy({ orderId, user }) {
    view.initials = initialsOf(user.name)
    return `<h1>Thank you!</h1><p>${escape(orderId)} is on its way.</p>`
  },
  return({ orderId, user }) {
    view.initials = initialsOf(user.name)
    return `<h1>Return label</h1><p>${escape(orderId)}</p>`
  },
}

function layout(content) {
  const badge = view.initials ? `<span class="badge">${view.initials}</span>` : ''
  return `<html lang="${view.lang}" class="${view.theme}"><body>${badge}${content}</body></html>`
}

export const handler = async (event) => {
  const page = pages[event.action] ?? pages.view
  return { html: layout(page(event)) }
}
