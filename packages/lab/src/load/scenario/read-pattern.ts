import { badPlace, fieldsOf, given, itemsOf } from './place.ts'
import type { Place } from './place.ts'
import { readReplay } from './read-replay.ts'
import type { Pattern } from './scenario.ts'
import { number, optional, whole } from './values.ts'

type PatternField =
  | 'fromMs'
  | 'untilMs'
  | 'everyMs'
  | 'perMinute'
  | 'size'
  | 'withinMs'
  | 'nightPerMinute'
  | 'nightFromHour'
  | 'nightUntilHour'
  | 'weekendShare'
  | 'files'
  | 'only'
  | 'atMs'

/** The fields that go with each pattern of traffic. */
export const PATTERN_FIELDS: Readonly<Record<Pattern['kind'], readonly PatternField[]>> = {
  steady: ['fromMs', 'untilMs', 'everyMs', 'perMinute'],
  poisson: ['fromMs', 'untilMs', 'everyMs', 'perMinute'],
  bursts: ['fromMs', 'untilMs', 'everyMs', 'perMinute', 'size', 'withinMs'],
  nights: [
    'fromMs',
    'untilMs',
    'perMinute',
    'nightPerMinute',
    'nightFromHour',
    'nightUntilHour',
    'weekendShare',
  ],
  trace: ['fromMs', 'untilMs', 'files', 'only'],
  at: ['atMs'],
}

export const PATTERNS: readonly Pattern['kind'][] = Object.keys(PATTERN_FIELDS) as Pattern['kind'][]

export type PatternPlaces = Readonly<Record<PatternField, Place>>

/** What a pattern needs to know of the scenario around it. */
export interface PatternSetting {
  /** Where trace files are found from. */
  readonly folder: string
  /** How long the traffic lasts. */
  readonly lastsMs: number
}

/** When calls come; throws `bad_setting`, and what a trace's reader throws. */
export function readPattern(kind: Pattern['kind'], fields: PatternPlaces, setting: PatternSetting): Pattern {
  switch (kind) {
    case 'steady':
    case 'poisson':
      return { kind, everyMs: readEvery(fields) }
    case 'bursts':
      return {
        kind,
        everyMs: readEvery(fields),
        size: readSize(fields.size),
        withinMs: optional(fields.withinMs, number(0, MONTH_MS), 0),
      }
    case 'nights':
      return readNights(fields)
    case 'trace':
      return { kind, arrivals: readReplay(fields, setting.folder) }
    case 'at': {
      const moments = itemsOf(fields.atMs, 1).map(number(0, setting.lastsMs - 1))
      return { kind, momentsMs: moments.toSorted((a, b) => a - b) }
    }
  }
}

const MONTH_MS = 30 * 86_400_000
const MOST_PER_MINUTE = 60_000

function readEvery({ everyMs, perMinute }: PatternPlaces): number {
  if (!given(perMinute)) return number(1, MONTH_MS)(everyMs)
  if (given(everyMs)) throw badPlace(perMinute, 'left out where everyMs is given')
  return 60_000 / number(0.001, MOST_PER_MINUTE)(perMinute)
}

function readSize(place: Place): { least: number; most: number } {
  const count = whole(1, 1000)
  if (typeof place.value !== 'object') {
    const size = count(place)
    return { least: size, most: size }
  }
  const fields = fieldsOf(place, ['least', 'most'])
  const least = count(fields.least)
  return { least, most: whole(least, 1000)(fields.most) }
}

function readNights(fields: PatternPlaces): Pattern {
  const rate = number(0, MOST_PER_MINUTE)
  const hour = number(0, 24)
  const nightFromHour = optional(fields.nightFromHour, hour, 22)
  const nightUntilHour = optional(fields.nightUntilHour, hour, 6)
  if (nightFromHour === nightUntilHour)
    throw badPlace(fields.nightUntilHour, 'another hour than nightFromHour')
  return {
    kind: 'nights',
    perMinute: number(0.001, MOST_PER_MINUTE)(fields.perMinute),
    nightPerMinute: optional(fields.nightPerMinute, rate, 0),
    nightFromHour,
    nightUntilHour,
    weekendShare: optional(fields.weekendShare, number(0, 1), 1),
  }
}
