import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findRuntime, nodeFlags, ricFor } from '@thermocline/lab'
import { FUNCTION_NAME } from './event.ts'
import { closeWriteEnd, type LogPipe, openLogPipe } from './log-pipe.ts'
import { openRuntimeApi, type RuntimeApi } from './runtime-api.ts'
import type { Sinks } from './sinks.ts'
import type { Task } from './task.ts'

export type RuntimeId = 'nodejs22.x' | 'nodejs24.x'

/** A process that runs a function, with nothing of the bench's own environment in it. */
export interface FunctionProcess {
  readonly pid: number
  readonly spawnedAt: number
  readonly log: Pick<LogPipe, 'logged' | 'drained'>
  /** Rejects when it ends by itself. */
  readonly ended: Promise<never>
  readonly stderr: () => string
  readonly child: ChildProcess
}

export interface Around {
  readonly sinks: Sinks
  /** For what handlers leave behind. */
  readonly tmp: string
}

export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Before the program's own flags. */
  readonly flags?: readonly string[]
  readonly uid?: number
}

const MEMORY_MB = 256
const CLIENT = fileURLToPath(new URL('../../../packages/lab/src/native-client.cjs', import.meta.url))

/** AWS's own runtime client with this function, and the Runtime API that it asks. */
export async function startRuntime(
  task: Task,
  around: Around,
  options: ProcessOptions = {},
): Promise<{ readonly process: FunctionProcess; readonly api: RuntimeApi }> {
  const api = await openRuntimeApi()
  const ric = ricFor(task.variant.runtime ?? 'nodejs24.x', false)
  return {
    process: start(task, { ...around, runtimeApi: api.address }, ['--require', CLIENT, ric], options),
    api,
  }
}

/** Node with Lambda's flags and environment for this function. */
export function start(
  { variant, folder, nodeOptions }: Task,
  { sinks, tmp, runtimeApi }: Around & { readonly runtimeApi: string },
  program: readonly string[],
  { env = {}, flags = [], uid }: ProcessOptions = {},
): FunctionProcess {
  const { nodeBinary, executionEnv } = findRuntime(variant.runtime ?? 'nodejs24.x')
  const args = [...nodeFlags({ memoryMb: MEMORY_MB, nodeOptions }), ...flags, ...program]
  const pipe = openLogPipe(tmp)
  const spawnedAt = performance.now()
  const child = spawn(nodeBinary, args, {
    cwd: folder,
    ...(uid === undefined ? {} : { uid }),
    env: {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      LANG: 'en_US.UTF-8',
      TZ: ':UTC',
      TMPDIR: tmp,
      ...(nodeOptions ? { NODE_OPTIONS: nodeOptions } : {}),
      _HANDLER: 'index.handler',
      LAMBDA_TASK_ROOT: folder,
      AWS_LAMBDA_RUNTIME_API: runtimeApi,
      AWS_LAMBDA_FUNCTION_NAME: FUNCTION_NAME,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MEMORY_MB),
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${FUNCTION_NAME}`,
      // Each process is a container that nobody has met.
      AWS_LAMBDA_LOG_STREAM_NAME: `2026/11/26/[$LATEST]${randomBytes(16).toString('hex')}`,
      AWS_EXECUTION_ENV: executionEnv,
      AWS_REGION: 'us-east-1',
      AWS_XRAY_DAEMON_ADDRESS: sinks.xray,
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: variant.maker === 'otel' ? `${sinks.url}/v1/traces` : '',
      ...(variant.endpoint ? { THERMOCLINE_ENDPOINT: sinks.url } : {}),
      ...variant.env,
      ...env,
    },
    stdio: ['ignore', pipe.writeEnd, 'pipe', 'pipe'],
  })
  closeWriteEnd(pipe)
  return { ...listen(child), log: pipe, spawnedAt, child }
}

function listen(child: ChildProcess): Pick<FunctionProcess, 'pid' | 'stderr' | 'ended'> {
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`the function's process ended with ${code ?? signal}: ${stderr}`)
  })
  // Who does not wait for it does not mean it.
  ended.catch(() => {})
  return { pid: child.pid ?? NaN, stderr: () => stderr, ended }
}

/** User and system time of all its threads, in milliseconds. Exact only for threads that are waiting. */
export function cpuMs(pid: number): number {
  const folder = `/proc/${pid}/task`
  return readdirSync(folder).reduce((total, thread) => {
    const [onCpuNs] = readFileSync(`${folder}/${thread}/schedstat`, 'latin1').split(' ')
    return total + Number(onCpuNs) / 1e6
  }, 0)
}

export function residentMb(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
  return Number(kilobytes ?? NaN) / 1024
}
