let invocations = 0

export const handler = async (event, context) => {
  invocations += 1
  const due = new Date(event.time)
  const quarter = Math.floor(due.getUTCMinutes() / 15) + 1
  return {
    invocations,
    quarter,
    rule: event.resources[0].split('/').pop(),
    requestId: context.awsRequestId,
  }
}
