export function createApp() {
  const middlewares = []
  const routes = new Map()
  return {
    locals: { siteName: 'Corner Shop' },
    use(middleware) {
      middlewares.push(middleware)
    },
    post(path, route) {
      routes.set(`POST ${path}`, route)
    },
    async handle({ routeKey, requestContext, body }) {
      const req = { claims: requestContext.authorizer?.jwt.claims, body: JSON.parse(body ?? 'null') }
      const res = { statusCode: 200, json: undefined, locals: {} }
      for (const middleware of middlewares) await middleware(req, res)
      const route = routes.get(routeKey)
      if (route) await route(req, res)
      else res.statusCode = 404
      return { statusCode: res.statusCode, body: JSON.stringify(res.json ?? null) }
    },
  }
}
