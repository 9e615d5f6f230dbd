const ROLLOUT = { newCheckout: 40, expressReturns: 70, giftNotes: 15 }
const flagsByTenant = new Map()

function bucketOf(tenant, flag) {
  let hash = 7
  for (const letter of `${tenant}/${flag}`) hash = (hash * 31 + letter.charCodeAt(0)) % 9_973
  return hash % 100
}

function flagsOf(tenant) {
  let flags = flagsByTenant.get(tenant)
  if (flags === undefined) {
    flags = Object.fromEntries(
      Object.entries(ROLLOUT).map(([flag, percent]) => [flag, bucketOf(tenant, flag) < percent]),
    )
    flagsByTenant.set(tenant, flags)
  }
  return flags
}

export const handler = async ({ tenant, orderId, action }) => {
  const { newCheckout, expressReturns } = flagsOf(tenant)
  if (action === 'buy') return { orderId, flow: newCheckout ? 'checkout-2' : 'checkout-1' }
  if (action === 'return') return { orderId, flow: expressReturns ? 'express' : 'by-post' }
  return { orderId, flow: 'read' }
}
