const settingsByTenant = new Map()

async function loadSettings(tenant) {
  await null
  const number = Number(tenant.split('-')[1])
  return Object.freeze({ currency: number % 2 ? 'EUR' : 'USD', vat: 7 + (number % 15), locale: 'en' })
}

function settingsOf(tenant) {
  let settings = settingsByTenant.get(tenant)
  if (!settings) {
    settings = loadSettings(tenant).catch((error) => {
      settingsByTenant.delete(tenant)
      throw error
    })
    settingsByTenant.set(tenant, settings)
  }
  return settings
}

export async function handler({ tenant, user, n, orderId }) {
  const { currency, vat } = await settingsOf(tenant)
  return { orderId, for: user.name, gross: `${(n * (1 + vat / 100)).toFixed(2)} ${currency}` }
}
