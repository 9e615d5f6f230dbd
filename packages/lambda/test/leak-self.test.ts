import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Platform, startPlatform } from './leak-self/platform.ts'
import { AT_ONCE, type Readings, run } from './leak-self/run.ts'
import { STYLES, type StyleName } from './leak-self/styles.ts'
import { faults, growthBytes, rssGrowthMb } from './leak-self/verdict.ts'

// A detector of leaks must not leak itself. THERMOCLINE_SELF=all runs every style in every mode, with the optimising
// compilers as well, and prints the figures.
const ALL = process.env['THERMOCLINE_SELF'] === 'all'

const folder = mkdtempSync(join(tmpdir(), 'thermocline-self-'))
let collector: Server
const posts = new Map<string, number>()

beforeAll(async () => {
  collector = createServer((request, response) => {
    const [, folderName = ''] = request.url?.split('/') ?? []
    posts.set(folderName, (posts.get(folderName) ?? 0) + 1)
    request.resume().on('end', () => response.end())
  })
  await new Promise<void>((resolve) => void collector.listen(0, '127.0.0.1', resolve))
})

afterAll(() => {
  collector.closeAllConnections()
  collector.close()
  for (const platform of platforms) platform.close()
  rmSync(folder, { recursive: true })
  if (ALL) console.log(figures.join('\n'))
})

type Flush = 'log' | 'otlp' | 'extension'
type Leaks = 'off' | 'sampled' | 'every'
type Case = readonly [StyleName, Flush, Leaks, invocations: number, code?: 'optimised']

const STYLE_NAMES = (Object.keys(STYLES) as StyleName[]).filter((style) => style !== 'keeping')

const CASES: readonly Case[] = [
  ...STYLE_NAMES.map((style): Case => [style, 'log', 'sampled', style === 'async' ? 20_000 : 5000]),
  ['async', 'log', 'off', 20_000],
  ['async', 'log', 'every', 1500],
  ['async', 'otlp', 'sampled', 3000],
  ['overlapping', 'otlp', 'sampled', 3000],
  ['async', 'extension', 'sampled', 3000],
]

// Managed Instances take no extension of the function's own; and what never answers is over when the runtime finds its
// event loop empty, which the runner's is not.
const WITHOUT_EXTENSION: ReadonlySet<StyleName> = new Set(['overlapping', 'unanswered'])

const ALL_CASES: readonly Case[] = STYLE_NAMES.flatMap((style): Case[] => [
  [style, 'log', 'off', 20_000],
  [style, 'log', 'sampled', 20_000],
  [style, 'log', 'sampled', 20_000, 'optimised'],
  [style, 'log', 'every', 3000],
  [style, 'otlp', 'off', 5000],
  [style, 'otlp', 'sampled', 5000],
  [style, 'extension', 'sampled', 5000],
]).filter(([style, flush]) => flush !== 'extension' || !WITHOUT_EXTENSION.has(style))

test.concurrent.for(ALL ? ALL_CASES : CASES)(
  '%s handlers, flush %s, leaks %s: %d invocations leave nothing behind',
  { timeout: 120_000 },
  async ([style, flush, leaks, invocations, code]) => {
    const env = { ...environment(style, flush, leaks), ...(await platformFor(flush)) }
    const readings = await run({ style, invocations, optimised: code === 'optimised', env })
    figures.push(figuresOf(`${style}, ${flush}, ${leaks}${code ? `, ${code}` : ''}`, readings))
    expect(faults(readings.wrapped, readings.bare)).toEqual([])
    // Of an SDK that sends nothing this would say nothing.
    const sent = flush === 'log' ? readings.lines : (posts.get(basename(env['TMPDIR'] ?? '')) ?? 0) * AT_ONCE
    expect(sent).toBeGreaterThan(invocations)
  },
)

test('what is left behind is found, of every kind', { timeout: 120_000 }, async () => {
  const { wrapped: keeping } = await run({ style: 'keeping', invocations: 80, env: {} })
  const { bare } = await run({ style: 'async', invocations: 80, env: {} })
  expect(faults(keeping, bare)).toEqual([
    expect.stringMatching(/^the heap grew by \d+\.\d B an invocation$/),
    'listener kept: 1000, later 1080',
    'resource Timeout: 1000, later 1080',
    expect.stringMatching(/^descriptor \/dev\/null: 100\d, later 108\d$/),
    'timers, unref’d ones as well: 2000, later 2160',
    'async hooks: 1, later 2',
    'global kept: 0, later 1',
  ])
})

function environment(style: StyleName, flush: Flush, leaks: Leaks): Record<string, string> {
  const { port } = collector.address() as AddressInfo
  // Each process is a container of its own, whose posts are told apart by the path.
  const tmp = mkdtempSync(join(folder, 'tmp-'))
  return {
    TMPDIR: tmp,
    THERMOCLINE_FLUSH: flush,
    THERMOCLINE_LEAKS: leaks,
    // A reader that a busy machine holds up is no outage: spans that wait for the next flush are no leak.
    THERMOCLINE_FLUSH_TIMEOUT_MS: '60000',
    ...(flush !== 'log' && { THERMOCLINE_ENDPOINT: `http://127.0.0.1:${port}/${basename(tmp)}` }),
    ...(style === 'overlapping' && { AWS_LAMBDA_MAX_CONCURRENCY: String(AT_ONCE) }),
  }
}

const platforms: Platform[] = []

async function platformFor(flush: Flush): Promise<Record<string, string>> {
  if (flush !== 'extension') return {}
  const platform = await startPlatform()
  platforms.push(platform)
  return { AWS_LAMBDA_RUNTIME_API: platform.address }
}

const figures: string[] = []

function figuresOf(name: string, { wrapped, bare }: Readings): string {
  const heap = `${growthBytes(wrapped).toFixed(2)} B an invocation, bare ${growthBytes(bare).toFixed(2)}`
  return `${name}: ${heap}; RSS +${rssGrowthMb(wrapped).toFixed(1)} MB, bare +${rssGrowthMb(bare).toFixed(1)}`
}
