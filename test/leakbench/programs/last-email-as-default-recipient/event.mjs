const STATES = ['received', 'refunded']
const GIVEN = ['mina', 'otto', 'zeynep', 'pavel', 'ruth', 'andre', 'keiko']

export function event(n) {
  const i = (n * 11 + Math.floor(n / 25) * 7) % 25
  const contact = {
    customerId: `c-${i * 389 + 7001}`,
    email: `${GIVEN[i % GIVEN.length]}.${i}@letters.example`,
  }
  const detail = { returnId: `ret-${(n * 6151 + 17).toString(36)}-${n}`, state: STATES[n % 2] }
  if (n % 4 !== 3) detail.contact = contact
  return {
    version: '0',
    id: `evt-${(n * 9473 + 5).toString(16)}-${n}`,
    'detail-type': 'Return Changed',
    source: 'shop.returns',
    account: '123456789012',
    time: new Date(1_786_000_000_000 + n * 41_000).toISOString(),
    region: 'eu-west-1',
    resources: [],
    detail,
  }
}
