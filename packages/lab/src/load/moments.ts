import { whole } from '../random.ts'
import type { Random } from '../random.ts'
import type { Pattern } from './scenario/scenario.ts'
import { nightlyMoments } from './nights.ts'
import { exponential } from './streams.ts'

/** When a call comes, and what a trace tells of it. */
export interface Moment {
  /** Since the begin of the scenario. */
  readonly atMs: number
  readonly durationUs: number | null
  readonly tenant: string | null
}

/** The moments of a traffic that begins at `fromMs`, in order; without end where the pattern has none. */
export function momentsOf(pattern: Pattern, fromMs: number, random: Random): Iterable<Moment> {
  switch (pattern.kind) {
    case 'steady':
      return bare(steady(fromMs, pattern.everyMs))
    case 'poisson':
      return bare(poisson(fromMs, pattern.everyMs, random))
    case 'bursts':
      return bare(bursts(pattern, fromMs, random))
    case 'nights':
      return bare(nightlyMoments(pattern, fromMs, random))
    case 'trace':
      return replayed(pattern, fromMs)
    case 'at':
      return bare(pattern.momentsMs)
  }
}

function* bare(moments: Iterable<number>): Generator<Moment> {
  for (const atMs of moments) yield { atMs, durationUs: null, tenant: null }
}

// Multiplied, not summed up: a week of thirds of a second must not drift.
function* steady(fromMs: number, everyMs: number): Generator<number, never> {
  for (let count = 0; ; count++) yield fromMs + count * everyMs
}

function* poisson(fromMs: number, everyMs: number, random: Random): Generator<number, never> {
  for (let at = fromMs; ;) {
    at += exponential(random, everyMs)
    yield at
  }
}

type Bursts = Extract<Pattern, { kind: 'bursts' }>

function* bursts(pattern: Bursts, fromMs: number, random: Random): Generator<number> {
  const { everyMs, size, withinMs } = pattern
  // Bursts wider than the time between them run into each other.
  let pending: number[] = []
  for (const begin of steady(fromMs, everyMs)) {
    yield* pending.filter((at) => at < begin)
    const calls = whole(random, size.least, size.most)
    const burst = Array.from({ length: calls }, () => begin + random() * withinMs)
    pending = [...pending.filter((at) => at >= begin), ...burst].toSorted((a, b) => a - b)
  }
}

type Replay = Extract<Pattern, { kind: 'trace' }>

function* replayed({ arrivals }: Replay, fromMs: number): Generator<Moment> {
  for (const { atUs, durationUs, tenant } of arrivals)
    yield { atMs: fromMs + atUs / 1000, durationUs, tenant }
}
