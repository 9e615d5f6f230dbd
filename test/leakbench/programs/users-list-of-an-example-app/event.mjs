const NAMES = ['Ada', 'Bilal', 'Chidi', 'Dana', 'Elif', 'Femi', 'Greta', 'Hugo', 'Ines', 'Jun', 'Kofi']

/** Two sign up, one looks. */
export function event(n) {
  const post = n % 3 !== 2
  const method = post ? 'POST' : 'GET'
  return {
    version: '2.0',
    routeKey: `${method} /users`,
    rawPath: '/users',
    headers: { 'content-type': 'application/json' },
    requestContext: { requestId: `req-${n * 7919}`, http: { method, path: '/users' } },
    body: post ? JSON.stringify({ name: `${NAMES[n % NAMES.length]} ${n}` }) : undefined,
  }
}
