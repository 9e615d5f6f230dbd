import { createHash } from 'node:crypto'

const digestOf = (email) => createHash('sha256').update(email.trim().toLowerCase()).digest('hex').slice(0, 20)

function visitTracker({ site }) {
  let previousDigest

  return function track(email) {
    const digest = digestOf(email)
    const visit = { site, visitor: digest, referrer: previousDigest ?? 'direct' }
    previousDigest = digest
    return visit
  }
}

const track = visitTracker({ site: 'shop' })

export const handler = async ({ body, requestContext }) => {
  const { email } = JSON.parse(body)
  const visit = track(email)
  return {
    statusCode: 202,
    headers: { 'x-request-id': requestContext.requestId },
    body: JSON.stringify(visit),
  }
}
