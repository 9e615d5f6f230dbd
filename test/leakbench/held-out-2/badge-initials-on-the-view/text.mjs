const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export const escape = (text) => text.replace(/[&<>"]/g, (letter) => ENTITIES[letter])

export const initialsOf = (name) =>
  name
    .split(/\s+/)
    .map((part) => part[0].toUpperCase())
    .join('')
