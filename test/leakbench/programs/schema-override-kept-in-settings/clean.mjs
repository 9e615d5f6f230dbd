import { hasOwnSchema, settings } from './settings.mjs'

function databaseOf(tenant) {
  return hasOwnSchema(tenant) ? { ...settings.database, schema: tenant } : settings.database
}

function connectionString({ host, port, schema }) {
  return `postgres://${host}:${port}/orders?schema=${schema}`
}

export const handler = async (event) => {
  const { tenant, orderId, action } = event
  const target = new URL(connectionString(databaseOf(tenant)))
  return {
    orderId,
    action,
    limit: action === 'view' ? settings.pageSize : 1,
    schema: target.searchParams.get('schema'),
  }
}
