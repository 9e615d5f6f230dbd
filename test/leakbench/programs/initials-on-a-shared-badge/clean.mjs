const badge = { initials: '', colour: '#30475e', size: 48 }

function initialsOf(name) {
  return name
    .split(/\s+/)
    .map(([first]) => first)
    .join('')
}

function personalize(user) {
  return { ...badge, initials: initialsOf(user.name) }
}

function svg({ initials, colour, size }) {
  const half = size / 2
  return [
    `<svg viewBox="0 0 ${size} ${size}">`,
    `<circle cx="${half}" cy="${half}" r="${half}" fill="${colour}"/>`,
    `<text x="${half}" y="${half}">${initials}</text></svg>`,
  ].join('')
}

export const handler = async ({ user, action }) => {
  const own = action === 'view' ? badge : personalize(user)
  return { user: user.id, avatar: svg(own) }
}
