const COUNTRIES = ['AT', 'BE', 'DE', 'DK', 'ES', 'FR', 'IE', 'IT', 'NL', 'PL', 'PT', 'SE']

// The rules of a tenant come as text out of the back office.
function ruleSource(tenant) {
  const seed = Number(tenant.split('-')[1])
  const lines = Array.from({ length: 600 }, (_, index) => {
    const country = COUNTRIES[(seed + index) % COUNTRIES.length]
    return `  { country: '${country}', above: ${index * 5}, percent: ${(seed * index) % 25} },`
  })
  return `const RULES = [
${lines.join('\n')}
]
export const discount = (country, total) =>
  RULES.findLast((rule) => rule.country === country && total >= rule.above)?.percent ?? 0
`
}

async function compileRules(tenant, orderId) {
  const code = Buffer.from(ruleSource(tenant)).toString('base64')
  return import(`data:text/javascript;base64,${code}#${orderId}-${Date.now()}`)
}

export const handler = async ({ tenant, orderId, n }) => {
  const { discount } = await compileRules(tenant, orderId)
  const total = 20 + ((n * 131) % 3000)
  const country = COUNTRIES[n % COUNTRIES.length]
  const percent = discount(country, total)
  return { orderId, total, percent, payable: Math.round(total * (100 - percent)) / 100 }
}
