import { once } from 'node:events'
import { createServer, get } from 'node:http'

/** Stands in for the parameters extension, which refuses until it has started. */
export async function startExtension() {
  let ready = false
  const server = createServer((request, response) => {
    response.setHeader('connection', 'close')
    if (!ready) {
      ready = true
      response.writeHead(400).end('not ready to serve traffic, please wait')
      return
    }
    response.end(JSON.stringify({ queue: 'nightly', everyMinutes: 5 }))
  })
  server.listen(0, '127.0.0.1').unref()
  await once(server, 'listening')
  return server.address().port
}

export function getJson(port, path) {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, agent: false }, async (response) => {
      let text = ''
      for await (const chunk of response.setEncoding('utf8')) text += chunk
      if (response.statusCode === 200) resolve(JSON.parse(text))
      else reject(new Error(text))
    }).on('error', reject)
  })
}
