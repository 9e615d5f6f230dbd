const DEFAULTS = { theme: 'light', pageSize: 20, mail: { weekly: false, offers: false } }

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

function merge(target, source) {
  for (const key of Object.keys(source)) {
    if (!Object.hasOwn(target, key)) continue
    if (isObject(source[key]) && isObject(target[key])) merge(target[key], source[key])
    else target[key] = source[key]
  }
  return target
}

export const handler = async (event) => {
  const { sub } = event.requestContext.authorizer.jwt.claims
  const settings = merge(structuredClone(DEFAULTS), JSON.parse(event.body))
  if (!['light', 'dark'].includes(settings.theme)) {
    return { statusCode: 422, body: JSON.stringify({ message: 'theme must be light or dark' }) }
  }
  return { statusCode: 200, body: JSON.stringify({ user: sub, settings }) }
}
