import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ExtensionsApi } from './extensions-api.ts'
import { header, readBody, refuse, reply } from './reply.ts'
import type { RuntimeApi } from './runtime-api.ts'
import type { Telemetry } from './telemetry.ts'

/** What one container's processes reach under AWS_LAMBDA_RUNTIME_API. */
export interface ContainerServer {
  /** `host:port`. */
  readonly address: string
  close(): Promise<void>
}

export interface ContainerApis {
  readonly runtime: RuntimeApi
  readonly extensions: ExtensionsApi
  readonly telemetry: Telemetry
}

/** One call of a container's process, when it began. */
export interface ApiCall {
  readonly method: string
  readonly path: string
}

/** Serves Lambda's three APIs on a loopback port of their own; resolves when it listens. */
export async function openContainerServer(
  apis: ContainerApis,
  onCall: (call: ApiCall) => void,
): Promise<ContainerServer> {
  // A frozen process neither reads nor writes: no connection may be given up for being quiet.
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 })
  server.on('request', (request, response) => {
    onCall({ method: request.method ?? '', path: request.url ?? '' })
    // No answer could be made of it: the process sees its connection close.
    route(apis, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const RUNTIME = '/2018-06-01/runtime/'
const EXTENSIONS = '/2020-01-01/extension/'
const TELEMETRY = '/2022-07-01/telemetry'

async function route(apis: ContainerApis, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = request.url ?? ''
  if (url.startsWith(RUNTIME)) return apis.runtime.handle(request, response, url.slice(RUNTIME.length))
  if (url.startsWith(EXTENSIONS))
    return apis.extensions.handle(request, response, url.slice(EXTENSIONS.length))
  if (url === TELEMETRY && request.method === 'PUT') return subscribe(apis, request, response)
  refuse(response, 404, 'NotFound', `there is no ${request.method} ${url} in Lambda's APIs for containers`)
}

async function subscribe(
  { extensions, telemetry }: ContainerApis,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request)
  if (body === null) return
  const identifier = header(request, 'lambda-extension-identifier')
  const name = identifier === undefined ? undefined : extensions.nameOf(identifier)
  if (name === undefined)
    return refuse(
      response,
      403,
      'Extension.UnknownExtensionIdentifier',
      `Unknown extension ${identifier ?? '(no Lambda-Extension-Identifier header)'}`,
    )
  const answer = telemetry.subscribe(name, body.bytes)
  reply(response, answer.status, answer.body)
}
