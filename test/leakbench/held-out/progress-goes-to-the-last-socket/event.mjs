const user = (n) => `u-${((((n * 7) % 25) + 3) * 15485863).toString(36)}`

export function event(n) {
  if (n % 3 === 2) {
    return { source: 'render.jobs', detail: { action: 'progress', job: `job-${n}`, percent: (n * 13) % 120 } }
  }
  return {
    requestContext: {
      routeKey: 'quote',
      eventType: 'MESSAGE',
      connectionId: `L0SM9cOF${(n * 48271 + 11).toString(36)}=`,
      requestId: `req-${n}-${(n * 69621).toString(36)}`,
      authorizer: { userId: user(n) },
    },
    body: JSON.stringify({ action: 'quote', sku: `sku-${n % 9}`, pieces: 1 + (n % 4) }),
  }
}
