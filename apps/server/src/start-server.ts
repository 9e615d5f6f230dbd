import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Analyzer } from '@thermocline/analyzer'
import { badSetting, ThermoclineError } from '@thermocline/wire'
import { createApp } from './app.ts'
import type { ErrorLog } from './failure.ts'
import { openLive } from './live.ts'
import { readSettings } from './settings.ts'
import type { ServerOptions, ServerSettings } from './settings.ts'

export interface StartOptions extends ServerOptions {
  /** Stays open when the server closes: it belongs to the caller. */
  readonly analyzer: Analyzer
  /** Where failures go that are not the request's fault. Default: nowhere. */
  readonly log?: ErrorLog
  /** Default: the process's. */
  readonly env?: NodeJS.ProcessEnv
}

export interface RunningServer {
  /** Scheme, host and port, without a slash at the end. */
  readonly url: string
  /** Takes no more requests, lets those under way finish for a second at most, and ends every connection. */
  close(): Promise<void>
}

/** Resolves when the server takes requests; rejects with `bad_setting` or `address_in_use`. */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { analyzer, log = () => {} } = options
  const settings = readSettings(options, options.env ?? process.env)
  const { maxBodyBytes, dashboard } = settings
  const live = openLive({ revision: () => analyzer.revision(), pollMs: POLL_MS, heartbeatMs: HEARTBEAT_MS })
  let port = settings.port
  const endpoint = (): string => `http://${settings.host === '::1' ? '[::1]' : settings.host}:${port}`
  const app = createApp({ analyzer, live, maxBodyBytes, endpoint }, { port: () => port, dashboard, log })

  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, app)
  await listening(server, settings)
  port = (server.address() as AddressInfo).port
  return {
    url: endpoint(),
    close() {
      live.close()
      return closed(server)
    },
  }
}

const POLL_MS = 500
const HEARTBEAT_MS = 15_000
const REQUEST_TIMEOUT_MS = 60_000
const GRACE_MS = 1000
const SWEEP_MS = 20

function listening(server: Server, { host, port }: ServerSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(whyNot(error, host, port)))
    server.listen(port, host, resolve)
  })
}

function whyNot(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    const message = `port ${port} on ${host} is in use by another program: stop that one, or give another with --port`
    return new ThermoclineError('address_in_use', message, { cause: error })
  }
  if (error.code === 'EACCES') return badSetting('port', 'one this user may open (1024 and above)', port)
  return badSetting('host', `one this machine can listen on (${error.message})`, host)
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // A client that never finishes its request must not keep us here.
    const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS)
    // Node closes the connections that are idle now; those that become idle later would stay for seconds.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS)
    server.close(() => {
      clearTimeout(cut)
      clearInterval(sweep)
      resolve()
    })
  })
}
