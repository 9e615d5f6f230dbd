import { printTable } from '../table.ts'
import type { ColdCost } from './cold.ts'
import type { TrialResult } from './compile-cache.ts'
import type { Verdict } from './goals.ts'
import { logPrice, PRICE_LIST } from './price.ts'
import type { Hotspot, Profile } from './profile.ts'
import type { OwnSize, Size } from './size.ts'
import type { Spread } from './statistics.ts'
import type { MemoryCost, WarmCost } from './warm.ts'
import type { RuntimeCost } from './warm-runtime.ts'

// How the figures are printed: median [lower quartile .. upper quartile], over a bare handler in the same run.

/** What came of a row: figures, or why there are none. */
export type Result<T> =
  | { readonly kind: 'measured'; readonly cost: T; readonly verdicts: readonly Verdict[] }
  | { readonly kind: 'skipped'; readonly why: string }

export type Rows<T> = readonly (readonly [name: string, result: Result<T>])[]

export function printCold(title: string, rows: Rows<ColdCost>): void {
  const head = ['', 'CPU ms', 'until ready', 'first invocation', 'wall ms', 'bare CPU ms', 'goals']
  print(title, head, rows, ({ cpu, init, first, wall, bare, spanOut }) => [
    span(cpu, 1),
    span(init, 1),
    span(first, 1),
    span(wall, 1),
    spanOut ? span(bare, 1) : 'no span came out',
  ])
}

export function printWarm(title: string, rows: Rows<WarmCost>): void {
  const head = ['', 'median µs', 'p99 µs', 'CPU µs', 'resident MB', 'bytes logged', 'goals']
  print(title, head, rows, ({ p50Us, p99Us, cpuUs, rssMb, loggedBytes, spanOut }) => [
    span(p50Us, 1),
    span(p99Us, 0),
    span(cpuUs, 0),
    span(rssMb, 1),
    spanOut ? loggedBytes.median.toFixed(0) : 'no span came out',
  ])
}

export function printRuntime(title: string, rows: Rows<RuntimeCost>): void {
  const head = [
    '',
    'response µs',
    'p99 µs',
    'billed µs',
    'CPU µs',
    'resident MB',
    'bare response µs',
    'goals',
  ]
  print(title, head, rows, ({ p50Us, p99Us, billedP50Us, cpuUs, rssMb, bareP50Us }) => [
    span(p50Us, 0),
    span(p99Us, 0),
    span(billedP50Us, 0),
    span(cpuUs, 0),
    span(rssMb, 1),
    span(bareP50Us, 0),
  ])
}

export function printMemory(title: string, rows: Rows<MemoryCost>): void {
  const head = ['', 'at load kB', 'after the first kB', 'growth B', 'goals']
  print(title, head, rows, ({ heapAtLoad, heapAfterFirst, heapPerInvocation }) => [
    (heapAtLoad.median / 1000).toFixed(0),
    (heapAfterFirst.median / 1000).toFixed(0),
    span(heapPerInvocation, 1),
  ])
}

export function printSize(title: string, rows: Rows<Size>): void {
  const head = ['', 'kB minified', 'kB gzipped', 'goals']
  print(title, head, rows, ({ bytes, gzipped }) => [(bytes / 1000).toFixed(1), (gzipped / 1000).toFixed(1)])
}

export function printOrigins({ byOrigin }: OwnSize): void {
  const rows = byOrigin.map(([origin, bytes]) => [origin, (bytes / 1000).toFixed(1)])
  printTable('Where the code comes from, before minifying', ['', 'kB'], rows)
}

export function printPrice(logged: readonly (readonly [name: string, bytes: number])[]): void {
  const rows = logged.map(([name, bytes]) => {
    const price = logPrice(bytes)
    return [name, price.bytes.toFixed(0), `$${price.usdPerMillion.toFixed(2)}`, price.ofRequests.toFixed(1)]
  })
  const head = ['', 'bytes an invocation', 'for a million', 'times the requests']
  printTable(`What the log costs (${PRICE_LIST.join('; ')})`, head, rows)
}

export function printTrials(trials: readonly TrialResult[]): void {
  const rows = trials.map(({ name, accepted }) => [name, wordOf(accepted)])
  printTable('A compile cache made at build time', ['', 'by Node'], rows)
  console.log(
    '  On Lambda /tmp is empty in a new container, Node writes its cache at exit, and Lambda kills: only a cache',
  )
  console.log('  that is shipped in the package is ever read, from /var/task, which is read-only.')
}

function wordOf(accepted: boolean | null): string {
  if (accepted === null) return 'not tried'
  return accepted ? 'taken' : 'not taken'
}

export function printProfile(title: string, unit: string, { byFunction, byFile }: Profile): void {
  printTable(`${title}: self time over bare, by function`, ['', unit], spotRows(byFunction))
  printTable(`${title}: the same by the file that made it run`, ['', unit], spotRows(byFile))
}

function spotRows(spots: readonly Hotspot[]): string[][] {
  return spots.map(({ name, time }) => [name, time.toFixed(2)])
}

function print<T>(
  title: string,
  head: readonly string[],
  rows: Rows<T>,
  cells: (cost: T) => readonly string[],
): void {
  const printed = rows.flatMap(([name, result]) =>
    result.kind === 'measured'
      ? [[name, ...cells(result.cost), result.verdicts.map(verdictText).join(', ')]]
      : [],
  )
  printTable(title, head, printed)
  for (const [name, result] of rows) {
    if (result.kind === 'skipped') console.log(`  ${name}: skipped, ${result.why}`)
  }
}

function verdictText({ goal, met }: Verdict): string {
  return `${goal} ${met ? 'met' : 'MISSED'}`
}

function span({ median, low, high }: Spread, digits: number): string {
  return `${median.toFixed(digits)} [${low.toFixed(digits)}..${high.toFixed(digits)}]`
}
