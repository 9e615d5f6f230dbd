const PARTNERS = ['alfa', 'bravo', 'delta']
const MAX_RETRIES = 100

async function poll(partner, minute, attempt) {
  // Their limiter turns down the first call of an odd minute.
  if (minute % 2 === 1 && partner === 'bravo' && attempt === 1) throw new Error('429')
  return { partner, attempt, rows: (minute * partner.length) % 9 }
}

async function pollWithRetry(partner, minute, budget) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await poll(partner, minute, attempt)
    } catch (error) {
      if (budget.retriesLeft === 0) throw error
      budget.retriesLeft -= 1
    }
  }
}

export const handler = async ({ time }) => {
  const minute = new Date(time).getUTCMinutes()
  const budget = { retriesLeft: MAX_RETRIES }
  const polls = await Promise.allSettled(PARTNERS.map((partner) => pollWithRetry(partner, minute, budget)))
  return { minute, polled: polls.filter(({ status }) => status === 'fulfilled').length }
}
