import { createHmac } from 'node:crypto'

class LedgerClient {
  static async login({ id, email }) {
    const certificate = createHmac('sha256', 'ledger').update(id).digest('base64url')
    return new LedgerClient({ subject: email, certificate })
  }

  constructor(identity) {
    this.identity = identity
  }

  async submit(name, ...args) {
    return { name, args, submittedBy: this.identity.subject }
  }
}

let client

export const handler = async ({ user, orderId, action }) => {
  if (action === 'view') return { orderId, state: 'open' }
  if (!client) client = await LedgerClient.login(user)
  const transaction = await client.submit(action === 'buy' ? 'createDonation' : 'revokeDonation', orderId)
  return { orderId, state: 'submitted', by: transaction.submittedBy }
}
