import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const TEXTS = {
  view: 'Here is {order}.',
  buy: 'Thank you for {order}.',
  return: '{order} is on its way back.',
}

const root = mkdtempSync(join(tmpdir(), 'templates-'))
for (const [action, text] of Object.entries(TEXTS)) {
  mkdirSync(join(root, action))
  writeFileSync(join(root, action, 'mail.txt'), text)
}

function render(action, values) {
  const template = readFileSync(join(root, action, 'mail.txt'), 'utf8')
  return template.replace(/\{(\w+)\}/g, (_, name) => values[name])
}

export const handler = async ({ user, orderId, action }) => {
  if (!Object.hasOwn(TEXTS, action)) throw new TypeError('there is no mail for that')
  return { to: user.email, text: render(action, { order: orderId }) }
}
