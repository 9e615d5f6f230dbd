import { createHmac } from 'node:crypto'

class TenantClient {
  constructor(tenant) {
    this.endpoint = `https://${tenant}.erp.example/api`
    this.secret = createHmac('sha256', 'pepper').update(tenant).digest('hex')
  }

  sign(path, body) {
    const signature = createHmac('sha256', this.secret).update(`${path}\n${body}`).digest('base64url')
    return { url: `${this.endpoint}${path}`, signature }
  }
}

const clients = new Map()

function clientOf(tenant) {
  let client = clients.get(tenant)
  if (!client) {
    client = new TenantClient(tenant)
    clients.set(tenant, client)
  }
  return client
}

export const handler = async (event) => {
  const tenant = event.headers['x-tenant-id']
  if (!/^tenant-\d+$/.test(tenant ?? '')) return { statusCode: 401, body: '' }
  const { url, signature } = clientOf(tenant).sign('/orders', event.body)
  return {
    statusCode: 202,
    headers: { 'x-signature': signature },
    body: JSON.stringify({ forwardedTo: url }),
  }
}
