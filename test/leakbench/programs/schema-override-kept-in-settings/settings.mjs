export const settings = {
  database: { host: 'orders.cluster.example', port: 5432, schema: 'shared' },
  pageSize: 50,
}

const FIRST_DEDICATED = 100

/** Larger tenants have a schema of their own. */
export function hasOwnSchema(tenant) {
  return Number(tenant.split('-')[1]) >= FIRST_DEDICATED
}
