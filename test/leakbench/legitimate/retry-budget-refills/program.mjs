const budget = { tokens: 10, max: 10 }

async function withRetry(action) {
  try {
    const answer = await action(1)
    budget.tokens = Math.min(budget.max, budget.tokens + 0.5)
    return answer
  } catch (error) {
    if (budget.tokens < 1) throw error
    budget.tokens -= 1
    return action(2)
  }
}

function postCode({ key, size }) {
  return async (attempt) => {
    // The first attempt meets a cold cache on the other side now and then.
    if (attempt === 1 && size % 11 === 0) throw new Error('503 slow down')
    return { key, attempt, zone: size % 4 }
  }
}

export async function handler(event) {
  const indexed = []
  for (const { s3 } of event.Records) {
    indexed.push(await withRetry(postCode(s3.object)))
  }
  return { indexed }
}
