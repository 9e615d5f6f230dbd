import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '@thermocline/testkit/folder'
import { onTestFinished } from 'vitest'
import { createPlanter, type Plant, type Planter } from './canary.ts'
import type { Exported } from './search.ts'

export interface RunOptions {
  readonly flush: 'log' | 'otlp' | 'extension'
  readonly ending?: 'exit' | 'crash'
  readonly node?: string
  readonly env?: Readonly<Record<string, string>>
}

export interface Ran {
  readonly exported: readonly Exported[]
  readonly plants: readonly Plant[]
  readonly exitCode: number | null
}

const SDK = new URL('../../dist/index.mjs', import.meta.url).href
const PLANTS_FILE = 3
const USERS_OWN = 'user’s own request'

/** Runs the user's function in a process of its own, and gives every byte that left it but for the user's own. */
export async function run(options: RunOptions): Promise<Ran> {
  const { flush, ending = 'exit', node = 'node' } = options
  const planter = createPlanter()
  const task = taskFolder(planter)
  const tmp = temporaryFolder()
  const collector = await record('otlp')
  const runtimeApi = await record('runtime API')
  const loopback = await record(USERS_OWN)
  const env = {
    ...LAMBDA,
    ...(planter.json('environment', SECRETS_OF_ENVIRONMENT) as Record<string, string>),
    LAMBDA_TASK_ROOT: task,
    TMPDIR: tmp,
    AWS_LAMBDA_RUNTIME_API: runtimeApi.host,
    THERMOCLINE_LEAKS: 'every',
    THERMOCLINE_FLUSH: flush,
    THERMOCLINE_ENDPOINT:
      flush !== 'log'
        ? `http://${collector.host}`
        : planter.text('endpoint that is none', 'ftp://me:*@host/?key=*'),
    SDK,
    CANARY: new URL('canary.ts', import.meta.url).href,
    LOOPBACK: `http://${loopback.host}`,
    PLANTS_FILE: String(PLANTS_FILE),
    ENDING: ending,
    ...options.env,
  }
  const argv = ['--no-warnings', join(task, 'program.mjs'), planter.text('argument of the process')]
  const child = spawn(node, argv, { env, cwd: task, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  const outputs = [child.stdout, child.stderr].map((stream) => buffer(stream as Readable))
  const told = text(child.stdio[PLANTS_FILE] as Readable)
  const exitCode = await new Promise<number | null>((resolve) => void child.on('close', resolve))
  const [stdout = Buffer.of(), stderr = Buffer.of()] = await Promise.all(outputs)
  const plants = [...planter.plants.values(), ...(JSON.parse(await told) as Plant[])]
  const ours = linesOfOurs(stderr, ending === 'crash' ? /^thermocline/ : /^/)
  return {
    exitCode,
    plants,
    exported: [
      ...linesOfOurs(stdout, /^/).flatMap(exportsOf),
      ...ours.map((bytes) => ({ channel: 'stderr', bytes: Buffer.from(bytes) })),
      ...collector.requests,
      ...runtimeApi.requests,
      ...loopback.requests,
      ...filesOfOurs(tmp, plants),
    ],
  }
}

const LAMBDA = {
  PATH: process.env['PATH'] ?? '',
  AWS_LAMBDA_FUNCTION_NAME: 'orders',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
  AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/orders',
  AWS_LAMBDA_LOG_STREAM_NAME: '2026/08/08/[$LATEST]72ff54cfc8da40ecac7783b781764e46',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_REGION: 'eu-west-1',
}

const SECRETS_OF_ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: '*',
  AWS_SECRET_ACCESS_KEY: '*',
  AWS_SESSION_TOKEN: '*',
  _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=*',
  DATABASE_URL: 'postgres://orders:*@db/orders',
  OTEL_EXPORTER_OTLP_HEADERS: 'api-key=*',
  OTEL_RESOURCE_ATTRIBUTES: 'secret=*',
  '*': 'name of a variable',
}

/** A task folder below a folder whose name is nobody's business. */
function taskFolder(planter: Planter): string {
  const folder = join(temporaryFolder(), planter.text('folder above the task'), 'task')
  mkdirSync(folder, { recursive: true })
  for (const file of ['program.mjs', 'events.json'])
    copyFileSync(fileURLToPath(new URL(file, import.meta.url)), join(folder, file))
  return folder
}

/** Whatever the user's program did not write is ours, whether it has our form or not. */
function linesOfOurs(output: Buffer, pattern: RegExp): string[] {
  return output
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('USER ') && pattern.test(line))
}

/** A line as it stands, and the spans inside. */
function exportsOf(line: string): Exported[] {
  const whole = { channel: 'stdout', bytes: Buffer.from(line, 'latin1') }
  const payload = /"d":"([^"]*)"/.exec(line)?.[1]
  return payload === undefined
    ? [whole]
    : [whole, { channel: 'spans', bytes: Buffer.from(payload, 'base64') }]
}

function filesOfOurs(folder: string, plants: readonly Plant[]): Exported[] {
  const planted = new Set(plants.map(({ whole }) => whole))
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return files.flatMap((file) => {
    const isTheirs = file.split('/').some((name) => planted.has(name))
    if (isTheirs || !statSync(join(folder, file)).isFile()) return []
    return [
      { channel: 'name of a file', bytes: Buffer.from(file) },
      { channel: 'file', bytes: readFileSync(join(folder, file)) },
    ]
  })
}

interface Recorder {
  readonly host: string
  readonly requests: readonly Exported[]
}

/** A server on loopback that keeps what it is sent: heads by a channel of their own, bodies by this one. */
async function record(channel: string): Promise<Recorder> {
  const requests: Exported[] = []
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    // The user wrote the address of what he asks for, but no header.
    const line = channel === USERS_OWN ? [] : [request.method, request.url]
    const head = [...line, ...request.rawHeaders].join('\n')
    requests.push({ channel: `head to ${channel}`, bytes: Buffer.from(head) })
    void buffer(request).then((bytes) => {
      requests.push({ channel, bytes })
      // An extension that has registered waits for its next event, and none comes.
      if (!request.url?.endsWith('/event/next')) response.end('{}')
    })
    response.setHeader('lambda-extension-identifier', '2f4a6e2e-0d3a-4c8e-9d0b-6a3a8f0f6c11')
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { host: `127.0.0.1:${port}`, requests }
}
