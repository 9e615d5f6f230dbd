import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Reading } from './reading.ts'
import type { Job } from './runner.ts'
import type { StyleName } from './styles.ts'

export interface RunOptions {
  readonly style: StyleName
  readonly invocations: number
  readonly env: Readonly<Record<string, string>>
  /** With the optimising compilers, as on Lambda. They go on compiling for thousands of invocations: 5 B each. */
  readonly optimised?: boolean
}

export interface Readings {
  readonly wrapped: readonly Reading[]
  readonly bare: readonly Reading[]
  /** Lines on the wrapped one's stdout. */
  readonly lines: number
}

const SDK = fileURLToPath(new URL('../../dist/index.mjs', import.meta.url))
const RUNNER = fileURLToPath(new URL('runner.ts', import.meta.url))
const WARM_UP = 1000
const WARM_UP_OPTIMISED = 10_000
const READINGS = 8
/** As many as a Managed Instance takes at once in `overlapping`. */
export const AT_ONCE = 8

/** Runs a style with the SDK and, for comparison, without, each in a process of its own. */
export async function run(options: RunOptions): Promise<Readings> {
  const [wrapped, bare] = await Promise.all([readingsOf(options, SDK), readingsOf(options, undefined)])
  return { wrapped: wrapped.readings, bare: bare.readings, lines: wrapped.lines }
}

interface Ran {
  readonly readings: readonly Reading[]
  readonly lines: number
}

async function readingsOf(options: RunOptions, sdk: string | undefined): Promise<Ran> {
  const { style, invocations, env, optimised = false } = options
  const job: Job = {
    style,
    sdk,
    warmUp: optimised ? WARM_UP_OPTIMISED : WARM_UP,
    invocations,
    readings: READINGS,
    atOnce: style === 'overlapping' ? AT_ONCE : 1,
    platform: env['AWS_LAMBDA_RUNTIME_API'],
  }
  const flags = [...FLAGS, ...(optimised ? [] : FLAGS_UNOPTIMISED)]
  const child = spawn('node', [...flags, RUNNER, JSON.stringify(job)], {
    env: { PATH: process.env['PATH'], AWS_LAMBDA_FUNCTION_NAME: 'orders', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  }) as ChildProcessByStdio<null, Readable, Readable>
  let lines = 0
  child.stdout.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', at + 1)) lines += 1
  })
  const [readings, stderr] = await Promise.all([text(child.stdio[3] as Readable), text(child.stderr)])
  // The SDK says there when it has turned itself off: growth of nothing would then be measured.
  if (stderr !== '') throw new Error(`${style} wrote to stderr: ${stderr}`)
  return { readings: readings.trim().split('\n').map(parse), lines }
}

function parse(line: string): Reading {
  return JSON.parse(line) as Reading
}

// Internals tell of unref'd timers and async hooks, and warn that they are internal.
const FLAGS = ['--expose-gc', '--expose-internals', '--no-warnings']
// Code is compiled once and kept: what then grows are objects, to a tenth of a byte an invocation.
const FLAGS_UNOPTIMISED = ['--no-opt', '--no-maglev', '--always-sparkplug', '--no-flush-bytecode']
