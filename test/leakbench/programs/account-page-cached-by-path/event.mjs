const NAMES = ['Olga Brandt', 'Sami Virtanen', 'Kofi Mensah', 'Lena Fuchs', 'Ravi Iyer']

export function event(n) {
  const i = (n * 11 + Math.floor(n / 25) * 7) % 25
  const name = NAMES[i % NAMES.length]
  const email = `${name.toLowerCase().replace(' ', '.')}.${i}@post${i % 4}.example`
  const path = n % 3 === 1 ? '/account/orders' : '/account'
  return {
    version: '2.0',
    routeKey: 'GET /{proxy+}',
    rawPath: path,
    rawQueryString: '',
    headers: { host: 'shop.example', accept: 'text/html' },
    requestContext: {
      requestId: `page-${(n * 7727 + 31).toString(36)}-${n}`,
      authorizer: { jwt: { claims: { sub: `acct_${i * 613 + 2048}`, email, name } } },
      http: { method: 'GET', path, sourceIp: `198.51.100.${n % 180}` },
    },
    isBase64Encoded: false,
  }
}
