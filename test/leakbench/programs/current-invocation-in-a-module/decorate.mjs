export function decorate(request, { event, context }) {
  const { sourceIp, userAgent } = event.requestContext.http
  return { ...request, awsRequestId: context.awsRequestId, sourceIp, browser: userAgent.split('/')[0] }
}
