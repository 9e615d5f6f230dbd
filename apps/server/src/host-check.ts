import type { RequestHandler } from 'express'
import { ThermoclineError } from '@thermocline/wire'

// A page on another site can make a browser send requests here: through a name of its own that resolves to
// 127.0.0.1 (DNS rebinding; its Host gives it away) or by posting across sites (its Origin does).

/** Lets through only requests that were meant for this server; the others fail with `forbidden_host`. */
export function checkHost(port: () => number): RequestHandler {
  return (request, _response, next) => {
    const hosts = ownHosts(port())
    const { host, origin } = request.headers
    if (host === undefined || !hosts.includes(host.toLowerCase())) throw wrong('Host', hosts, host)
    if (
      origin !== undefined &&
      !isReading(request.method) &&
      !hosts.some((own) => origin === `http://${own}`)
    ) {
      throw wrong(
        'Origin',
        hosts.map((own) => `http://${own}`),
        origin,
      )
    }
    next()
  }
}

function ownHosts(port: number): string[] {
  const names = ['localhost', '127.0.0.1', '[::1]']
  const withPort = names.map((name) => `${name}:${port}`)
  return port === 80 ? [...withPort, ...names] : withPort
}

function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

function wrong(header: string, wanted: readonly string[], got: string | undefined): ThermoclineError {
  const met = got === undefined ? 'none' : JSON.stringify(got)
  return new ThermoclineError('forbidden_host', `${header} must be one of ${wanted.join(', ')}, got ${met}`)
}
