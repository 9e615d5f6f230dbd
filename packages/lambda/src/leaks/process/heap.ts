import { shielded } from '../../call/shield.ts'
import { type Detector, type Moment, momentOf } from '../detector.ts'
import { type Grown, growthFinding } from '../finding.ts'
import type { Growth, Sample } from '../growth.ts'
import type { UserCode } from '../code/loaded-files.ts'
import { lineInCode } from '../code/search.ts'
import { bytesInSpaces } from '../heap-spaces.ts'

// What is in use between two collections says nothing; right after one of the old generation it is what something holds.

/** What is no leak, but code that is being compiled and caches that fill, takes less: bytes in all and an invocation. */
interface Bounds {
  readonly bytes: number
  readonly bytesPerInvocation: number
  readonly invocations: number
  /** Of so many samples, how many of the first ones count what is still being compiled. */
  settling(samples: number): number
}

const IN_PRODUCTION: Bounds = {
  bytes: 4_000_000,
  bytesPerInvocation: 500,
  invocations: 200,
  settling: () => 1,
}
const AT_EVERY_INVOCATION: Bounds = {
  bytes: 1_200_000,
  bytesPerInvocation: 16_000,
  invocations: 30,
  settling: (samples) => Math.floor(samples / 3),
}
/** Where nobody waits a collection is made, at one in so many looks: 2 to 5 ms. */
const COLLECT_EVERY = 4
const LEAST_SAMPLES = 6
/** A large library is compiled, thrown away and compiled again for hundreds of invocations. */
const NOT_CODE = /^(?!code|trusted|read_only)/
/** When the memory for samples is full every second goes. */
const MOST_SAMPLES = 48
/** Of any two samples the later is the larger so often. */
const RISING_SHARE = 0.8
const HIGH_BYTES = 100_000_000

/** Finds a heap that keeps growing, by something that no other detector has told of. */
export function watchHeap(code: UserCode): Detector {
  let samples: Sample[] = []
  let latest: Moment | undefined
  let told = false
  let looks = 0

  function add(moment: Moment | undefined): void {
    if (!moment) return
    samples.push({ ...moment, size: bytesInSpaces(NOT_CODE) })
    if (samples.length > MOST_SAMPLES) samples = samples.filter((_, index) => index % 2 === 0)
  }

  const collected = watchCollections(() => add(latest))

  return {
    look(look) {
      if (told) return []
      latest = momentOf(look)
      looks += 1
      if (look.hurried) collected.await()
      else if (looks % COLLECT_EVERY === 0) {
        collect()
        add(latest)
      }
      const growth = look.explained
        ? undefined
        : growthOf(samples, look.hurried ? IN_PRODUCTION : AT_EVERY_INVOCATION)
      if (!growth) return []
      told = true
      const severity = growth.last.size >= HIGH_BYTES ? 'high' : 'medium'
      return [growthFinding({ kind: 'heap_trend', class: 'growth', severity, ...sourceOf(code) }, growth)]
    },
  }
}

/** Modules that are made from texts are never given back. What else it may be is in no variable, so nothing tells. */
function sourceOf(code: UserCode): Pick<Grown, 'name' | 'location'> {
  const location = lineInCode(/\bimport\s*\(\s*[`'"]data:/, /./, code)
  return { name: location === undefined ? 'heap' : 'import', location }
}

/** Calls `collected` soon after each collection of the old generation that was awaited. */
function watchCollections(collected: () => void): { await(): void } {
  let held: object | undefined
  let released = false
  const registry = new FinalizationRegistry<undefined>(
    shielded(() => {
      released = false
      collected()
    }),
  )
  return {
    await() {
      if (released) return
      if (held) {
        // From one look to the next it has come into the old generation.
        held = undefined
        released = true
      } else {
        held = {}
        registry.register(held, undefined)
      }
    },
  }
}

let gc: (() => void) | undefined

function collect(): void {
  if (!gc) {
    process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc')
    gc = process.getBuiltinModule('node:vm').runInNewContext('gc') as () => void
  }
  gc()
}

/** By the median of all slopes between two samples, which a few collections that came late do not move. */
function growthOf(samples: readonly Sample[], bounds: Bounds): Growth | undefined {
  const settled = samples.slice(bounds.settling(samples.length))
  const [first, last] = [settled[0], settled.at(-1)]
  if (!first || !last || settled.length < LEAST_SAMPLES) return undefined
  const invocations = last.ordinal - first.ordinal
  if (invocations < bounds.invocations || last.size - first.size < bounds.bytes) return undefined
  const slopes = slopesOf(settled).toSorted((a, b) => a - b)
  const median = slopes[slopes.length >> 1] ?? 0
  const rising = slopes.filter((slope) => slope > 0).length / slopes.length
  if (rising < RISING_SHARE || median < bounds.bytesPerInvocation) return undefined
  return { first, last, confidence: Math.round(rising * 90) / 100 }
}

function slopesOf(samples: readonly Sample[]): number[] {
  return samples.flatMap((from, index) =>
    samples.slice(index + 1).map((to) => (to.size - from.size) / (to.ordinal - from.ordinal)),
  )
}
