class Declined extends Error {}

let permits = 40

async function withPermit(work) {
  if (permits === 0) return { busy: true }
  permits -= 1
  try {
    return await work()
  } finally {
    permits += 1
  }
}

const checksum = (text) => [...text].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 9973, 7)

async function charge({ orderId, tenant }) {
  if (checksum(orderId) % 5 < 2) throw new Declined('card was declined')
  return { charged: true, reference: checksum(`${tenant}/${orderId}`).toString(36) }
}

export const handler = async (event) => {
  try {
    const result = await withPermit(() => charge(event))
    return result.busy ? { status: 'try later' } : { status: 'paid', reference: result.reference }
  } catch (error) {
    if (!(error instanceof Declined)) throw error
    return { status: 'declined', message: error.message }
  }
}
