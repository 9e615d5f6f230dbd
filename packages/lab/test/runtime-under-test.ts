import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { nodeFlags } from '../src/node-flags.ts'
import { findRuntime, ricFor } from '../src/runtimes.ts'
import type { RuntimeId } from '../src/runtimes.ts'
import { openRecorder } from './recorder.ts'
import type { Post, Recorder, RecordedEvent } from './recorder.ts'

export interface Setup {
  readonly runtime: RuntimeId
  /** In the folder of fixtures unless another is given. */
  readonly handler: string
  readonly folder?: string
  readonly env?: Readonly<Record<string, string>>
  readonly managedInstances?: boolean
  /** A preload that answers for the compiled client: the lab's, unless another is given. */
  readonly client?: string
}

/** A real process under AWS's runtime interface client, as the lab starts one, against a recorder. */
export interface RuntimeUnderTest {
  readonly recorder: Recorder
  /** Delivers an event and gives what the runtime posts for it. */
  readonly invoke: (event: unknown, more?: Partial<RecordedEvent>) => Promise<Post>
  /** Its exit status or signal, when its output is read to the end. */
  readonly ended: Promise<number | string>
  /** All that it wrote, once it is killed or has ended. */
  readonly output: () => Promise<{ readonly stdout: string; readonly stderr: string }>
}

export const FIXTURES: string = `${import.meta.dirname}/fixtures`
const CLIENT = fileURLToPath(new URL('../src/native-client.cjs', import.meta.url))

/** Killed when the test is over. */
export async function startRuntime(setup: Setup): Promise<RuntimeUnderTest> {
  const { runtime, handler, folder = FIXTURES, env = {}, managedInstances = false, client = CLIENT } = setup
  const recorder = await openRecorder()
  const { nodeBinary, executionEnv } = findRuntime(runtime)
  const flags = nodeFlags({ memoryMb: 512, nodeOptions: env['NODE_OPTIONS'] })
  const child = spawn(nodeBinary, [...flags, '--require', client, ricFor(runtime, managedInstances)], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      AWS_LAMBDA_RUNTIME_API: recorder.address,
      AWS_EXECUTION_ENV: executionEnv,
      AWS_LAMBDA_FUNCTION_NAME: 'probe',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/probe',
      AWS_LAMBDA_LOG_STREAM_NAME: '2026/08/08/[$LATEST]0',
      LAMBDA_TASK_ROOT: folder,
      _HANDLER: handler,
      ...env,
    },
  })
  const said = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text))
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string)

  async function output(): Promise<typeof said> {
    child.kill('SIGKILL')
    await ended
    return said
  }
  onTestFinished(async () => {
    await output()
    recorder.close()
  })

  return {
    recorder,
    async invoke(event, more = {}) {
      const count = recorder.posts.length + 1
      recorder.deliver({ requestId: `request-${count}`, body: JSON.stringify(event), ...more })
      const posts = await recorder.posted(count)
      return posts[count - 1]!
    },
    ended,
    output,
  }
}
