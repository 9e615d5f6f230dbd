import { current, withContext } from './context.mjs'

async function authorize(action) {
  const { tenant, user } = current()
  if (action === 'return' && user.email.endsWith('mail3.example')) return false
  return tenant.startsWith('tenant-')
}

async function perform(orderId, action) {
  if (!(await authorize(action))) return { status: 403, orderId }
  const { user } = current()
  return { status: 200, orderId, message: `${action} by ${user.name}` }
}

export const handler = ({ user, tenant, orderId, action }, { awsRequestId }) =>
  withContext({ user, tenant, awsRequestId }, () => perform(orderId, action))
