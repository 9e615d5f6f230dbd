import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { badSetting, ThermoclineError } from '@thermocline/wire'
import type { ApiReply, DrivenLab, Surroundings } from './call.ts'
import { refusalReply } from './error.ts'
import { checkPeer } from './peer.ts'
import { openEventQueue } from './queue.ts'
import type { QueueSettings } from './queue.ts'
import { checkSender, drain, readBody } from './request.ts'
import { findRoute } from './routes.ts'

// AWS Lambda's own API, as far as the lab has what it speaks of: so that the AWS CLI, an AWS SDK or curl can drive it.

export interface LambdaApiSettings extends QueueSettings {
  /** 0: any that is free. */
  readonly port: number
}

export interface LambdaApi {
  /** For `--endpoint-url`. */
  readonly url: string
  /** Takes no more calls, gives those under way a second, and forgets events that wait for another try. */
  close(): Promise<void>
}

/** Serves the lab on 127.0.0.1; resolves when it listens. Rejects with `bad_setting` or `address_in_use`. */
export async function openLambdaApi(lab: DrivenLab, settings: LambdaApiSettings): Promise<LambdaApi> {
  const { port } = settings
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535))
    throw badSetting('the port of the Lambda API', 'a whole number from 0 to 65535', port)
  const queue = openEventQueue(lab, settings)
  const server = createServer()
  server.on('request', (request, response) => void serve({ lab, queue }, request, response))
  const opened = await listening(server, port)
  return {
    url: `http://${HOST}:${opened}`,
    close() {
      queue.close()
      return closed(server)
    },
  }
}

const HOST = '127.0.0.1'

async function serve(
  around: Surroundings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const reply = await answer(around, request).catch(refusalReply)
  const isRead = await drain(request)
  if (response.destroyed) return
  response.writeHead(reply.status, {
    'x-amzn-RequestId': randomUUID(),
    ...(reply.body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(reply.status === 204 ? {} : { 'Content-Length': Buffer.byteLength(reply.body ?? '') }),
    ...(isRead ? {} : { Connection: 'close' }),
    ...reply.headers,
  })
  response.end(reply.body)
}

async function answer(around: Surroundings, request: IncomingMessage): Promise<ApiReply> {
  checkPeer(request.socket)
  checkSender(request, request.socket.localPort ?? 0)
  const [path = '', search = ''] = (request.url ?? '').split('?', 2)
  const route = findRoute(request.method ?? '', path)
  const { operation, reference } = route
  const body = await readBody(request, route)
  return operation(around, { reference, query: new URLSearchParams(search), headers: request.headers, body })
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(whyNot(error, port)))
    server.listen(port, HOST, () => resolve((server.address() as AddressInfo).port))
  })
}

function whyNot(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    const message = `port ${port} on ${HOST} is in use by another program: stop that one, or give the Lambda API another`
    return new ThermoclineError('address_in_use', message, { cause: error })
  }
  return badSetting('the port of the Lambda API', `one this user may open (${error.message})`, port)
}

const GRACE_MS = 1000
const SWEEP_MS = 20

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
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
