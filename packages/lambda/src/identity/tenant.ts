import type { TenantSetting } from '../settings/settings.ts'

/** What is told of the tenant an invocation is for; undefined where there is none, or nothing is to be told. */
export type TenantOf = (tenant: unknown) => string | undefined

const DIGITS = 16

/**
 * Hashes are the same in all containers of a function, so that its containers can be told apart by tenant. Without
 * THERMOCLINE_SALT the function's name is the salt: who knows a tenant's id can then find his hash.
 */
export function tenantReader(setting: TenantSetting, salt: string): TenantOf {
  // A container serves one tenant: hashed once.
  let last: { readonly tenant: string; readonly told: string } | undefined
  return (tenant) => {
    if (typeof tenant !== 'string' || tenant === '' || setting === 'off') return undefined
    if (last?.tenant !== tenant) last = { tenant, told: setting === 'raw' ? tenant : hash(salt, tenant) }
    return last.told
  }
}

// A real one, because ids of tenants are user data. Only functions that keep tenants apart pay for node:crypto.
function hash(salt: string, tenant: string): string {
  const { createHmac } = process.getBuiltinModule('node:crypto')
  return createHmac('sha256', salt).update(tenant).digest('hex').slice(0, DIGITS)
}
