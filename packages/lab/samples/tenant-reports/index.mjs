import { wrap } from '@thermocline/lambda'

// One customer's settings, kept for as long as the container lives. Elsewhere that would show one customer the other's;
// here a container never serves two.
let settings

export const handler = wrap(async ({ report = 'daily' }, { tenantId }) => {
  settings ??= await loadSettings(tenantId)
  const rows = await queryRows(report)
  return { tenant: tenantId, report, rows, currency: settings.currency }
})

// Stand for the tables of settings and of sales.
async function loadSettings(tenantId) {
  await pause(40)
  return { currency: tenantId.length % 2 === 0 ? 'EUR' : 'USD' }
}

async function queryRows(report) {
  await pause(report === 'yearly' ? 1200 : 60)
  return report === 'yearly' ? 365 : 24
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
