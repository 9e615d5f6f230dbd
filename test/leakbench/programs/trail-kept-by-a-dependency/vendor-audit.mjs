const LEVELS = ['info', 'notice', 'alert']
const trail = []

export function record(level, message, fields = {}) {
  if (!LEVELS.includes(level)) throw new RangeError(`level must be one of ${LEVELS.join(', ')}`)
  trail.push({ level, message, fields, at: new Date().toISOString() })
}

export function alerts() {
  return trail.filter(({ level }) => level === 'alert')
}

/** Takes out what was recorded. */
export function drain() {
  return trail.splice(0, trail.length)
}
