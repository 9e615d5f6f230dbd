import { hasOwnSchema, settings } from './settings.mjs'

function applyTenant(tenant) {
  if (hasOwnSchema(tenant)) settings.database.schema = tenant
}

function connectionString({ host, port, schema }) {
  return `postgres://${host}:${port}/orders?schema=${schema}`
}

export const handler = async (event) => {
  const { tenant, orderId, action } = event
  applyTenant(tenant)
  const target = new URL(connectionString(settings.database))
  return {
    orderId,
    action,
    limit: action === 'view' ? settings.pageSize : 1,
    schema: target.searchParams.get('schema'),
  }
}
