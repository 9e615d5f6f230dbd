import type { Ms } from '@thermocline/wire'
import type { Random } from '../../random.ts'

// When the demo calls which function: pure, so that the same seed is the same day.

export interface Arrival {
  /** Since the traffic began. */
  readonly at: Ms
  readonly functionName: string
}

/**
 * Arrivals in order of time, without end. The first 18 s show everything once: cold and warm invocations of every
 * function, a scale-out, a leak that has grown. Then it goes on at about 1.5 invocations a second, with bursts, and
 * with pauses longer than the samples' keep-alive.
 */
export function* arrivals(random: Random): Generator<Arrival, never> {
  yield* OPENING
  const lines = RHYTHMS.map((rhythm) => {
    const source = steady(rhythm, random)
    return { source, next: source.next().value }
  })
  for (;;) {
    const earliest = lines.reduce((best, line) => (line.next.at < best.next.at ? line : best))
    yield earliest.next
    earliest.next = earliest.source.next().value
  }
}

/** How one function is called once the opening is over. */
interface Rhythm {
  readonly functionName: string
  /** Mean time between arrivals. */
  readonly every: number
  /** How often an arrival is a burst of this many. */
  readonly burst: { readonly share: number; readonly size: number }
  /** After so many arrivals nothing for so long. */
  readonly pause: { readonly after: number; readonly ms: number }
}

const NO_PAUSE = { after: Infinity, ms: 0 }

const RHYTHMS: readonly [Rhythm, ...Rhythm[]] = [
  { functionName: 'orders-api', every: 1400, burst: { share: 0.05, size: 4 }, pause: NO_PAUSE },
  { functionName: 'mail-queue', every: 2200, burst: { share: 0, size: 1 }, pause: { after: 45, ms: 27_000 } },
  {
    functionName: 'report-stream',
    every: 7000,
    burst: { share: 0.1, size: 2 },
    pause: { after: 6, ms: 32_000 },
  },
  {
    functionName: 'pdf-render',
    every: 11_000,
    burst: { share: 0.15, size: 2 },
    pause: { after: 5, ms: 35_000 },
  },
]

const OPENING_MS = 18_000

// Each function: the moments it is called at, in milliseconds. Equal moments are a burst.
const OPENING: readonly Arrival[] = Object.entries({
  'orders-api': [...each(1000, 200), 1000, 1000, 1000, 9200, 9200],
  // Thirty invocations in one container are what the detectors ask for before they speak.
  'mail-queue': each(400, 500),
  'report-stream': [1500, 4600, 4600, 8000, 11_300, 15_100],
  'pdf-render': [3000, 5800, 7500, 7500, 10_600, 14_200],
})
  .flatMap(([functionName, moments]) => moments.map((at) => ({ at: at as Ms, functionName })))
  .toSorted((a, b) => a.at - b.at)

function each(step: number, from: number): number[] {
  return Array.from({ length: Math.ceil((OPENING_MS - from) / step) }, (_, index) => from + index * step)
}

function* steady(rhythm: Rhythm, random: Random): Generator<Arrival, never> {
  const { functionName, every, burst, pause } = rhythm
  let at = OPENING_MS
  for (let count = 1; ; count++) {
    // Exponential gaps: arrivals that know nothing of each other.
    at += -Math.log(1 - random()) * every
    if (count % pause.after === 0) at += pause.ms
    const size = random() < burst.share ? burst.size : 1
    for (let i = 0; i < size; i++) yield { at: at as Ms, functionName }
  }
}
