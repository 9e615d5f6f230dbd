/** Turns a function of request and response into a Lambda handler. */
export function proxy(app, event) {
  const response = { statusCode: 200, headers: {}, chunks: [] }
  const request = {
    method: event.requestContext.http.method,
    url: event.rawPath,
    headers: event.headers,
    body: event.body,
  }
  process.on('beforeExit', () => {
    if (!response.ended) console.warn(`${request.method} ${request.url} was never ended`)
  })
  return new Promise((resolve) => {
    app(request, {
      set: (name, value) => (response.headers[name] = value),
      write: (chunk) => response.chunks.push(chunk),
      end() {
        response.ended = true
        const { statusCode, headers, chunks } = response
        resolve({ statusCode, headers, body: chunks.join('') })
      },
    })
  })
}
