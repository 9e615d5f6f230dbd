import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LogLine } from '@thermocline/wire'
import { temporaryFolder } from '@thermocline/testkit/folder'
import { type SeenSpan, seenLines } from './decode.ts'

const DIST = fileURLToPath(new URL('../dist/', import.meta.url))

export interface ProgramOptions {
  readonly format?: 'mjs' | 'cjs'
  readonly env?: Readonly<Record<string, string>>
  readonly nodeFlags?: readonly string[]
  /** The container's /tmp: give the same to programs that run one after the other in one container. */
  readonly tmp?: string
  /** More files beside the program. */
  readonly files?: Readonly<Record<string, string>>
}

export interface Ran {
  /** What the program gave to `print`. */
  readonly printed: readonly unknown[]
  readonly lines: readonly LogLine[]
  /** All spans of the log lines, in the order they were written. */
  readonly spans: readonly SeenSpan[]
  /** The root spans among them. */
  readonly roots: readonly SeenSpan[]
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

/** Runs a program in a Node process of its own, with `wrap`, `print` and `context` at hand. */
export async function runProgram(source: string, options: ProgramOptions = {}): Promise<Ran> {
  const { format = 'mjs', env = {}, nodeFlags = [], tmp = temporaryFolder(), files = {} } = options
  const root = temporaryFolder()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text)
  const program = join(root, `index.${format}`)
  writeFileSync(
    program,
    format === 'mjs' ? PREAMBLE_ESM + source : `${PREAMBLE_CJS};(async () => {${source}\n})()`,
  )
  const finalEnv = { ...LAMBDA, TMPDIR: tmp, LAMBDA_TASK_ROOT: root, ...env }
  return new Promise((resolve) => {
    const argv = [...nodeFlags, program]
    execFile('node', argv, { env: finalEnv, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      resolve(toRan(stdout, stderr, typeof error?.code === 'number' ? error.code : error ? -1 : 0))
    })
  })
}

export const LOG_STREAM = '2026/08/08/[$LATEST]72ff54cfc8da40ecac7783b781764e46'
const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:orders'

const LAMBDA = {
  PATH: process.env['PATH'] ?? '',
  AWS_LAMBDA_FUNCTION_NAME: 'orders',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
  AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/orders',
  AWS_LAMBDA_LOG_STREAM_NAME: LOG_STREAM,
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_REGION: 'eu-west-1',
}

const HELPERS = `
const print = (value) => console.log('PRINT ' + JSON.stringify(value ?? null))
const context = (awsRequestId, more) => ({
  awsRequestId, invokedFunctionArn: '${ARN}', functionName: 'orders',
  getRemainingTimeInMillis: () => 3000, ...more,
})
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming')
`
const PREAMBLE_ESM = `import { wrap } from '${DIST}index.mjs'\n${HELPERS}`
const PREAMBLE_CJS = `const { wrap } = require('${DIST}index.cjs')\n${HELPERS}`

function toRan(stdout: string, stderr: string, exitCode: number): Ran {
  const texts = stdout.split('\n')
  const lines = texts
    .filter((text) => text.startsWith('{"thermocline":'))
    .map((text) => JSON.parse(text) as LogLine)
  const spans = seenLines(lines)
  const printed = texts
    .filter((text) => text.startsWith('PRINT '))
    .map((text): unknown => JSON.parse(text.slice('PRINT '.length)))
  const roots = spans.filter((span) => span.name === 'orders')
  return { printed, lines, spans, roots, stdout, stderr, exitCode }
}
