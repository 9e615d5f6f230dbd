import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ColdCost, measureCold } from './cold.ts'
import { measureCached, tryCaches } from './compile-cache.ts'
import type { Around } from './function-process.ts'
import { judgeCached, judgeCold, judgeMemory, judgeSize, judgeWarm, type Verdict } from './goals.ts'
import { installPeers } from './peers.ts'
import { profileCold, profileWarm } from './profile.ts'
import * as report from './report.ts'
import type { Result, Rows } from './report.ts'
import { openSinks } from './sinks.ts'
import { ownSize, type Size, sizeOver } from './size.ts'
import { layPair, type Pair } from './task.ts'
import { missing, type Row, type Variant, VARIANTS } from './variants.ts'
import { type Loops, measureMemory, measureWarm } from './warm.ts'
import { measureUnderRuntime } from './warm-runtime.ts'

/** How often and how long. */
interface Effort {
  readonly coldPairs: number
  readonly loops: Loops
  /** Of who sends over the network: ten times as slow. */
  readonly sendingLoops: Loops
  readonly memory: Loops
  readonly underRuntime: Loops
}

const FULL: Effort = {
  coldPairs: 20,
  loops: { pairs: 5, count: 20_000 },
  sendingLoops: { pairs: 1, count: 20_000 },
  memory: { pairs: 3, count: 20_000 },
  underRuntime: { pairs: 2, count: 10_000 },
}
const QUICK: Effort = {
  coldPairs: 5,
  loops: { pairs: 3, count: 5000 },
  sendingLoops: { pairs: 1, count: 2000 },
  memory: { pairs: 1, count: 8000 },
  underRuntime: { pairs: 1, count: 2000 },
}

/** What the SDK costs, beside its peers, each over a bare handler in the same run. `--quick` for a glance. */
export async function benchSdk(args: readonly string[]): Promise<void> {
  const peersMissing = await installPeers()
  const sinks = await openSinks()
  const tmp = mkdtempSync(join(tmpdir(), 'thermocline-bench-'))
  const around = { sinks, tmp }
  try {
    await run({ around, peersMissing, effort: args.includes('--quick') ? QUICK : FULL })
  } finally {
    sinks.close()
    rmSync(tmp, { recursive: true, force: true })
  }
}

interface Bench {
  readonly around: Around
  readonly effort: Effort
  readonly peersMissing: string | null
}

async function run(bench: Bench): Promise<void> {
  await sizes(bench)
  await coldStarts(bench)
  await compileCache(bench)
  await warmInvocations(bench)
  await underTheRuntime(bench)
}

async function sizes(bench: Bench): Promise<void> {
  const whole = await measured(bench, 'size', { measure: (pair) => sizeOver(pair), judge: () => [] })
  const own = await ownSize(bench.around.tmp)
  const ours = whole.flatMap(([, result]) => (result.kind === 'measured' ? [result.cost] : []))[0]
  if (!ours) return
  const rest = {
    bytes: ours.bytes - own.leakDetectors.bytes,
    gzipped: ours.gzipped - own.leakDetectors.gzipped,
  }
  const verdicts = judgeSize(rest)
  const [first, ...others] = whole
  const mine: Rows<Size> = [
    ['thermocline without the leak detectors', { kind: 'measured', cost: rest, verdicts }],
  ]
  report.printSize('Size: what it adds to a minified CJS bundle', [
    ...(first ? [first] : []),
    ...mine,
    ...others,
  ])
  if (missed(verdicts)) report.printOrigins(own)
}

async function coldStarts(bench: Bench): Promise<void> {
  const { effort, around } = bench
  const rows = await measured(bench, 'cold', {
    measure: (pair) => measureCold(pair, effort.coldPairs, around),
    judge: judgeCold,
  })
  report.printCold(`Cold start over a bare handler, ${effort.coldPairs} pairs of new processes`, rows)
  const name = rows.find(([candidate, result]) => isMissed(result) && isProfiled(candidate))?.[0]
  if (name === undefined) return
  const pair = await layPair(byName(name), around.tmp)
  report.printProfile(`Cold start, ${name}`, 'ms', await profileCold(pair, around))
}

/** The rows whose worth a cache may raise: one file, and as npm installs it. */
const CACHED = ['thermocline bundled CJS', 'thermocline plain CJS', 'thermocline plain ESM']

async function compileCache({ effort, around }: Bench): Promise<void> {
  const rows: [string, Result<ColdCost>][] = []
  for (const name of CACHED) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other: they would measure each other
    const cost = await measureCached(await layPair(byName(name), around.tmp), effort.coldPairs, around)
    const verdicts = byName(name).goals === 'bundled' ? judgeCached(cost) : []
    rows.push([`${name}, NODE_COMPILE_CACHE`, { kind: 'measured', cost, verdicts }])
  }
  report.printCold('Cold start with a warm compile cache, over a bare handler with one', rows)
  const [, task] = await layPair(byName('thermocline bundled CJS'), around.tmp)
  report.printTrials(await tryCaches(task, around))
}

async function warmInvocations(bench: Bench): Promise<void> {
  const { effort, around } = bench
  const rows = await measured(bench, 'warm', {
    measure: (pair, variant) => measureWarm(pair, loopsOf(variant, effort), around),
    judge: judgeWarm,
  })
  report.printWarm(`Warm invocation over a bare one, in one process, ${effort.loops.count} times`, rows)
  const memory = await measured(bench, 'warm', {
    measure: (pair, variant) =>
      measureMemory(pair, variant.exit === 'stdout' ? effort.memory : effort.sendingLoops, around),
    judge: judgeMemory,
  })
  report.printMemory('Heap over a bare handler, garbage collected', memory)
  report.printPrice(
    rows.flatMap(([name, result]) =>
      result.kind === 'measured' && result.cost.loggedBytes.median > 0
        ? [[name, result.cost.loggedBytes.median] as const]
        : [],
    ),
  )
  for (const [name, result] of rows) {
    if (!isMissed(result) || !isProfiled(name)) continue
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const profile = await profileWarm(await layPair(byName(name), around.tmp), effort.loops.count, around)
    report.printProfile(`Warm invocation, ${name}`, 'µs', profile)
  }
}

function loopsOf({ exit }: Variant, effort: Effort): Loops {
  return exit === 'stdout' ? effort.loops : effort.sendingLoops
}

async function underTheRuntime(bench: Bench): Promise<void> {
  const { effort, around } = bench
  const rows = await measured(bench, 'runtime', {
    measure: (pair) => measureUnderRuntime(pair, effort.underRuntime, around),
    judge: () => [],
  })
  const title = `Warm invocation over a bare one, under AWS's runtime client, ${effort.underRuntime.count} times`
  report.printRuntime(title, rows)
}

interface Measuring<T> {
  readonly measure: (pair: Pair, variant: Variant) => T | Promise<T>
  readonly judge: (variant: Variant, cost: T) => readonly Verdict[]
}

/** Each variant that has such a row, one after the other. */
async function measured<T>(
  { around, peersMissing }: Bench,
  row: Row,
  { measure, judge }: Measuring<T>,
): Promise<Rows<T>> {
  const rows: [string, Result<T>][] = []
  for (const variant of VARIANTS.filter((candidate) => candidate.rows.includes(row))) {
    const why = missing(variant, peersMissing)
    if (why !== null) {
      rows.push([variant.name, { kind: 'skipped', why }])
      continue
    }
    // oxlint-disable-next-line no-await-in-loop -- they would measure each other
    const cost = await measure(await layPair(variant, around.tmp), variant)
    rows.push([variant.name, { kind: 'measured', cost, verdicts: judge(variant, cost) }])
  }
  return rows
}

function isMissed<T>(result: Result<T>): boolean {
  return result.kind === 'measured' && missed(result.verdicts)
}

/** The profile is of such a bundle; another packaging would need its own. */
function isProfiled(name: string): boolean {
  const { packaging, format } = byName(name)
  return packaging === 'bundled' && format === 'cjs'
}

function missed(verdicts: readonly Verdict[]): boolean {
  return verdicts.some(({ met }) => !met)
}

function byName(name: string): Variant {
  const found = VARIANTS.find((variant) => variant.name === name)
  if (!found) throw new Error(`no variant is called ${name}`)
  return found
}
