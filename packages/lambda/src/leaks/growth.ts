import type { SpanContext } from '@opentelemetry/api'
import type { Severity } from '@thermocline/wire'

/** The size of one thing at the end of one invocation. */
export interface Sample {
  /** Which invocation of the process, 1-based. */
  readonly ordinal: number
  readonly size: number
  readonly root: SpanContext
}

/** Growth that goes on. */
export interface Growth {
  readonly first: Sample
  readonly last: Sample
  /** 0 to 1. */
  readonly confidence: number
}

/** One thing's sizes over invocations. */
export interface Series {
  add(sample: Sample): void
  /** Growth that is worth a word: when it is first certain, and again each time the size has doubled. */
  news(): Growth | undefined
  /** The last growth told was sent. */
  told(): void
  /** Asks for more before it is called growth: this many times the invocations, and at least this size. */
  doubt(invocations: number, size: number): void
}

/** A judgement needs this many samples... */
const MIN_SAMPLES = 6
/** ...over this many invocations: a cache of 30 keys has stopped by then. */
const MIN_INVOCATIONS = 30
/** Memory for one thing. When it is full every second sample goes, so that the samples reach further apart. */
const MAX_SAMPLES = 36
/** Of the steps between samples, and of those in the last third, this share must set a new record. */
const RISING_SHARE = 2 / 3
/** What fills up slows down: the last third must grow at this share of the whole run's rate, or faster. */
const LASTING_RATE = 0.75

export function createSeries(): Series {
  let samples: Sample[] = []
  let record = 0
  let newest = 0
  // Invocations between samples: it grows with the run, or a slow leak's last third would be a few still steps.
  let stride = 1
  let toldSize = 0
  let wantedInvocations = MIN_INVOCATIONS
  let wantedSize = 0

  return {
    add(sample) {
      // Something took entries out: what counts is growth from here, above all that was seen before.
      if (sample.size < newest) samples = []
      if (samples.length === 0) stride = 1
      record = Math.max(record, newest)
      newest = sample.size
      const last = samples.at(-1)
      // Most things never grow: of those one sample is kept.
      if (samples.length === 1 && last?.size === sample.size) samples = []
      else if (last && sample.ordinal - last.ordinal < stride) return
      samples.push(sample)
      if (samples.length <= MAX_SAMPLES) return
      samples = samples.filter((_, index) => index % 2 === 0)
      stride = Math.round(gap(samples))
    },
    news() {
      const last = samples.at(-1)
      if (!last || last.size < Math.max(record, wantedSize) || last.size < toldSize * 2) return undefined
      return judge(samples, wantedInvocations)
    },
    told() {
      toldSize = samples.at(-1)?.size ?? 0
    },
    doubt(invocations, size) {
      wantedInvocations = Math.max(wantedInvocations, invocations)
      wantedSize = Math.max(wantedSize, size)
    },
  }
}

/** Growth, if these samples, oldest first and never falling, still grow in their last third. */
export function judge(
  samples: readonly Sample[],
  minInvocations: number = MIN_INVOCATIONS,
): Growth | undefined {
  const first = samples[0]
  const last = samples.at(-1)
  const third = samples[Math.floor(((samples.length - 1) * 2) / 3)]
  if (!first || !last || !third || samples.length < MIN_SAMPLES) return undefined
  if (last.ordinal - first.ordinal < minInvocations - 1) return undefined
  const rising = risingShare(samples)
  if (rising < RISING_SHARE || risingShare(samples.slice(samples.indexOf(third))) < RISING_SHARE)
    return undefined
  if (rate(third, last) < rate(first, last) * LASTING_RATE) return undefined
  return { first, last, confidence: confidence(rising, samples.length) }
}

/** More than a thousand of anything has cost memory that someone pays for; less is a leak all the same. */
const MANY = 1000
/** Of what the system itself counts: a process has 1,024 descriptors. */
export const MANY_RESOURCES = 100

export function severityOf(size: number, many: number = MANY): Severity {
  return size >= many ? 'high' : 'medium'
}

/** Mean invocations from one sample to the next. */
function gap(samples: readonly Sample[]): number {
  return ((samples.at(-1)?.ordinal ?? 0) - (samples[0]?.ordinal ?? 0)) / (samples.length - 1)
}

function risingShare(samples: readonly Sample[]): number {
  let rising = 0
  for (let i = 1; i < samples.length; i += 1) {
    if ((samples[i]?.size ?? 0) > (samples[i - 1]?.size ?? 0)) rising += 1
  }
  return rising / (samples.length - 1)
}

function rate(from: Sample, to: Sample): number {
  return (to.size - from.size) / (to.ordinal - from.ordinal)
}

// 0.6 for six samples of which each rose, towards 0.95 for many: a share of rises that luck would seldom give.
function confidence(rising: number, samples: number): number {
  return Math.round(100 * Math.min(0.95, rising * (1 - 2.4 / samples))) / 100
}
