import { escape, initialsOf } from './text.mjs'

const view = Object.freeze({ theme: 'light', lang: 'en' })

const pages = {
  view({ orderId }) {
    return { content: `<h1>Order ${escape(orderId)}</h1>` }
  },
  buy({ orderId, user }) {
    const content = `<h1>Thank you!</h1><p>${escape(orderId)} is on its way.</p>`
    return { content, initials: initialsOf(user.name) }
  },
  return({ orderId, user }) {
    return { content: `<h1>Return label</h1><p>${escape(orderId)}</p>`, initials: initialsOf(user.name) }
  },
}

function layout({ content, initials }) {
  const badge = initials ? `<span class="badge">${initials}</span>` : ''
  return `<html lang="${view.lang}" class="${view.theme}"><body>${badge}${content}</body></html>`
}

export const handler = async (event) => {
  const page = pages[event.action] ?? pages.view
  return { html: layout(page(event)) }
}
