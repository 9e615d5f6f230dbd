function createApp() {
  const stack = []

  return {
    use(middleware) {
      stack.push(middleware)
      return this
    },
    async run(request) {
      const response = { statusCode: 200, headers: {}, body: '' }
      for (const middleware of stack) await middleware(request, response)
      return response
    },
  }
}

const app = createApp()

app.use((request) => {
  request.json = JSON.parse(request.body)
})

app.use((request, response) => {
  response.body = JSON.stringify({ accepted: request.json.orderId })
})

export async function handler(event) {
  const started = performance.now()
  app.use((request, response) => {
    response.headers['server-timing'] = `app;dur=${(performance.now() - started).toFixed(1)}`
    response.headers['x-stage'] = request.stage
  })
  return app.run({ body: event.body, stage: event.requestContext.stage })
}
