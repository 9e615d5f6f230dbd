const STAGE = 'live'

export function tableName(entity, tenant = process.env.TENANT_ID ?? 'shared') {
  return [STAGE, tenant, entity].join('-')
}
