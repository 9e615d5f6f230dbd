import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Analyzer } from '@thermocline/analyzer'
import { openAnalyzer } from '@thermocline/analyzer'
import { temporaryFolder } from '@thermocline/testkit/folder'
import { onTestFinished } from 'vitest'
import { startServer } from '../src/index.ts'
import type { RunningServer, StartOptions } from '../src/index.ts'
import { tracesJson } from './builder.ts'

export interface TestServer extends RunningServer {
  readonly analyzer: Analyzer
  readonly folder: string
  readonly port: number
  /** What the server told whoever runs it. */
  readonly logged: readonly unknown[]
  get(path: string): Promise<Response>
  /** To /v1/traces. */
  post(body: string | Buffer<ArrayBuffer>, headers?: Readonly<Record<string, string>>): Promise<Response>
}

/** A real server over a real store in a new folder, on any free port; all gone when the test is. */
export async function runningServer(options: Partial<StartOptions> = {}): Promise<TestServer> {
  const folder = temporaryFolder()
  const analyzer = openAnalyzer({ folder, owner: 'user' })
  const logged: unknown[] = []
  const log = (error: unknown): void => void logged.push(error)
  const server = await startServer({ analyzer, port: 0, env: {}, log, ...options })
  onTestFinished(async () => {
    await server.close()
    analyzer.close()
  })
  return {
    ...server,
    analyzer,
    folder,
    port: Number(new URL(server.url).port),
    logged,
    get: (path) => fetch(`${server.url}${path}`),
    post: (body, headers = JSON_TYPE) => fetch(`${server.url}/v1/traces`, { method: 'POST', body, headers }),
  }
}

export const JSON_TYPE: Readonly<Record<string, string>> = { 'content-type': 'application/json' }

/** The same with one invocation of `orders` stored. */
export async function serverWithData(): Promise<TestServer> {
  const server = await runningServer()
  await server.post(tracesJson())
  return server
}

/** Sends bytes as they are and gives all that came back until the server ended the connection. */
export function raw(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(request)
  return text(socket)
}
