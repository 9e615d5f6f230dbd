/** Routes by method and path, as a small Express would. */
export function createRouter() {
  const routes = {}
  const add = (method) => (path, respond) => {
    routes[`${method} ${path}`] = respond
  }
  return {
    get: add('GET'),
    post: add('POST'),
    async handle(event) {
      const { method } = event.requestContext.http
      const respond = routes[`${method} ${event.rawPath}`]
      if (!respond) return { statusCode: 404, body: '' }
      const { status = 200, json } = await respond({ body: event.body ? JSON.parse(event.body) : undefined })
      return {
        statusCode: status,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(json),
      }
    },
  }
}
