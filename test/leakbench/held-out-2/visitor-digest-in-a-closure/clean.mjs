import { createHash } from 'node:crypto'

const digestOf = (email) => createHash('sha256').update(email.trim().toLowerCase()).digest('hex').slice(0, 20)

function visitTracker({ site }) {
  return function track(email, referrer = 'direct') {
    return { site, visitor: digestOf(email), referrer }
  }
}

const track = visitTracker({ site: 'shop' })

export const handler = async ({ body, headers, requestContext }) => {
  const { email } = JSON.parse(body)
  const visit = track(email, headers.referer)
  return {
    statusCode: 202,
    headers: { 'x-request-id': requestContext.requestId },
    body: JSON.stringify(visit),
  }
}
