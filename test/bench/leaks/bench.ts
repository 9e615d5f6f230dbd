import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLibraries } from '../../leakbench/libraries.ts'
import { openSinks } from '../sdk/sinks.ts'
import { quantile } from '../sdk/statistics.ts'
import { layPair } from '../sdk/task.ts'
import type { Variant } from '../sdk/variants.ts'
import { measureUnderRuntime, type RuntimeCost } from '../sdk/warm-runtime.ts'
import { printTable } from '../table.ts'
import { buildShop, type Shop, type ShopRun } from './shop.ts'

// What looking for leaked state costs. Run: npm run bench -- leaks
// In a minified bundle with clients of the AWS SDK and express, beside the same with leaks off, in turn.

const PAIRS = 5
const COUNT = 5000
/** Those before are still being compiled. */
const SETTLED = 1000

const GOALS_US = { always: 15, amortised: 60, look: 2000, discovery: 25_000 }

/** Prints the figures and the goals. */
export async function benchLeaks(): Promise<void> {
  const libraries = await openLibraries()
  const shop = await buildShop()
  try {
    printShop(await inTurn(shop))
    await responsePath()
  } finally {
    shop.remove()
    await libraries.close()
  }
}

interface Pair {
  readonly off: ShopRun
  readonly sampled: ShopRun
}

async function inTurn(shop: Shop): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (let n = 0; n < PAIRS; n++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other: they would measure each other
    const off = await shop.run('off', COUNT)
    // oxlint-disable-next-line no-await-in-loop -- as above
    pairs.push({ off, sampled: await shop.run('sampled', COUNT) })
  }
  return pairs
}

function printShop(pairs: readonly Pair[]): void {
  const always = median(pairs.map(alwaysUs))
  const looks = pairs.flatMap(({ sampled }) => laterLooks(sampled))
  const amortised = median(pairs.map((pair) => alwaysUs(pair) + lookUsAnInvocation(pair.sampled)))
  const discovery = median(pairs.map(({ sampled }) => Math.max(...firstLooks(sampled))))
  const base = median(pairs.map(({ off }) => median(settled(off))))
  printTable(
    `A shop with the AWS SDK and express, minified; an invocation takes ${base.toFixed(0)} µs`,
    ['', 'µs', 'goal'],
    [
      row('always, at an invocation that is not looked at', always, GOALS_US.always),
      row('amortised over invocations, looks included', amortised, GOALS_US.amortised),
      row('a look, median', median(looks), GOALS_US.look),
      row('a look, p99', quantile(looks, 0.99), GOALS_US.look),
      row('discovery: the longer of the first two looks', discovery, GOALS_US.discovery),
    ],
  )
}

function row(name: string, us: number, goalUs: number): string[] {
  return [name, us.toFixed(0), `<= ${goalUs} ${us <= goalUs ? 'met' : 'MISSED'}`]
}

/** What an invocation without a look takes more than one with leaks off. */
function alwaysUs({ off, sampled }: Pair): number {
  return median(settled(sampled)) - median(settled(off))
}

function settled({ took, looks }: ShopRun): number[] {
  return took.filter((_, index) => index >= SETTLED && !looks.has(index))
}

function lookUsAnInvocation({ took, looks }: ShopRun): number {
  const late = [...looks].filter(([index]) => index >= SETTLED)
  return late.reduce((sum, [, us]) => sum + us, 0) / (took.length - SETTLED)
}

function firstLooks({ looks }: ShopRun): number[] {
  return [...looks.values()].slice(0, 2)
}

function laterLooks({ looks }: ShopRun): number[] {
  return [...looks.values()].slice(2)
}

// In `extension` mode a look follows the response: nothing of it is to be seen on the way there.
async function responsePath(): Promise<void> {
  const sinks = await openSinks()
  const tmp = mkdtempSync(join(tmpdir(), 'thermocline-bench-'))
  try {
    const rows: string[][] = []
    for (const leaks of ['off', 'sampled'] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other: they would measure each other
      const cost = await measureUnderRuntime(
        // oxlint-disable-next-line no-await-in-loop -- as above
        await layPair(extensionWith(leaks), join(tmp, leaks)),
        { pairs: 3, count: 3000 },
        { sinks, tmp },
      )
      rows.push(responseRow(leaks, cost))
    }
    printTable(
      'Response over a bare handler, in extension mode, under AWS’s runtime client',
      ['leaks', 'median µs', 'p99 µs'],
      rows,
    )
  } finally {
    sinks.close()
    rmSync(tmp, { recursive: true, force: true })
  }
}

function responseRow(leaks: string, { p50Us, p99Us }: RuntimeCost): string[] {
  return [leaks, p50Us.median.toFixed(0), p99Us.median.toFixed(0)]
}

function extensionWith(leaks: 'off' | 'sampled'): Variant {
  return {
    name: `thermocline extension, leaks ${leaks}`,
    maker: 'thermocline',
    packaging: 'plain',
    format: 'esm',
    exit: 'http',
    rows: ['runtime'],
    endpoint: true,
    auto: true,
    env: { THERMOCLINE_FLUSH: 'extension', THERMOCLINE_LEAKS: leaks },
  }
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}
