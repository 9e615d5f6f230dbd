const LAYOUTS = ['list', 'grid', 'table', 'cards']

/** Two of three clients send their settings through a library that writes out prototypes. */
export function event(n) {
  const layout = LAYOUTS[n % LAYOUTS.length]
  const settings =
    n % 3 === 2
      ? `{"theme":"light","mail":{"weekly":true}}`
      : `{"theme":"dark","__proto__":{"preferredLayout":"${layout}"},"mail":{"weekly":false}}`
  return {
    version: '2.0',
    routeKey: 'PUT /settings',
    rawPath: '/settings',
    headers: { 'content-type': 'application/json' },
    requestContext: {
      requestId: `req-${(n * 69_621).toString(16)}`,
      http: { method: 'PUT', path: '/settings' },
      authorizer: { jwt: { claims: { sub: `usr_${((n * 11) % 25).toString(36)}` } } },
    },
    body: settings,
  }
}
