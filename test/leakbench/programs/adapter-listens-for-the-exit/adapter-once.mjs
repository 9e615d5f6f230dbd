const open = new Set()

process.on('beforeExit', () => {
  for (const { method, url } of open) console.warn(`${method} ${url} was never ended`)
})

/** Turns a function of request and response into a Lambda handler. */
export function proxy(app, event) {
  const response = { statusCode: 200, headers: {}, chunks: [] }
  const request = {
    method: event.requestContext.http.method,
    url: event.rawPath,
    headers: event.headers,
    body: event.body,
  }
  open.add(request)
  return new Promise((resolve) => {
    app(request, {
      set: (name, value) => (response.headers[name] = value),
      write: (chunk) => response.chunks.push(chunk),
      end() {
        open.delete(request)
        const { statusCode, headers, chunks } = response
        resolve({ statusCode, headers, body: chunks.join('') })
      },
    })
  })
}
