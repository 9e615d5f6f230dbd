import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { thermoclineManifest } from '@thermocline/lambda/manifest'
import { key, type LogLine } from '@thermocline/wire'
import { build } from 'esbuild'
import { seenLines } from '../../../packages/lambda/test/decode.ts'
import { LIBRARIES } from '../../leakbench/libraries.ts'

/** What one process of the shop took; microseconds. */
export interface ShopRun {
  /** Each call, from the event to the answer. */
  readonly took: readonly number[]
  /** Each look, by the invocation it came after, from 0. */
  readonly looks: ReadonlyMap<number, number>
}

/** The shop as it is deployed: one minified bundle with its manifest. */
export interface Shop {
  run(leaks: 'off' | 'sampled', count: number): Promise<ShopRun>
  remove(): void
}

const HERE = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const EVENTS = new URL('../../leakbench/events.ts', import.meta.url).href
const LINE = '{"thermocline":'

export async function buildShop(): Promise<Shop> {
  const folder = mkdtempSync(join(tmpdir(), 'thermocline-shop-'))
  const bundle = join(folder, 'index.cjs')
  await build({
    entryPoints: [HERE('shop.mjs')],
    outfile: bundle,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    sourcemap: 'external',
    logLevel: 'silent',
    nodePaths: [LIBRARIES],
    absWorkingDir: HERE('.'),
    plugins: [thermoclineManifest()],
  })
  return {
    run: (leaks, count) => run(bundle, folder, leaks, count),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function run(bundle: string, folder: string, leaks: string, count: number): Promise<ShopRun> {
  const child = spawn(process.execPath, ['--expose-gc', HERE('loop.mjs')], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      LAMBDA_TASK_ROOT: folder,
      _HANDLER: 'index.handler',
      AWS_LAMBDA_FUNCTION_NAME: 'shop',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      THERMOCLINE_FLUSH: 'log',
      THERMOCLINE_LEAKS: leaks,
      BENCH_LOOP: JSON.stringify({ bundle: pathToFileURL(bundle).href, events: EVENTS, count }),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const [log, errors, answer] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    text(child.stdio[3] as Readable),
  ])
  if (answer === '') throw new Error(`the shop ended without an answer: ${errors}`)
  return { took: JSON.parse(answer) as number[], looks: looksOf(log) }
}

function looksOf(log: string): Map<number, number> {
  const lines = log.split('\n').filter((line) => line.startsWith(LINE))
  const roots = seenLines(lines.map((line) => JSON.parse(line) as LogLine)).filter(
    ({ attributes }) => key.START in attributes,
  )
  return new Map(
    roots.flatMap(({ attributes }, index) => {
      const lookUs = attributes[key.SDK_LOOK_US]
      return typeof lookUs === 'number' ? [[index, lookUs]] : []
    }),
  )
}
