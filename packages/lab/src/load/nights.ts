import type { Random } from '../random.ts'
import type { Pattern } from './scenario/scenario.ts'
import { exponential } from './streams.ts'

type Nights = Extract<Pattern, { kind: 'nights' }>

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/**
 * Moments that know nothing of each other, fewer by night and at weekends: those of the busiest hour, of which each is
 * kept as often as its own hour is as busy. Without end.
 */
export function* nightlyMoments(nights: Nights, fromMs: number, random: Random): Generator<number, never> {
  const most = Math.max(nights.perMinute, nights.nightPerMinute)
  for (let at = fromMs; ;) {
    at += exponential(random, MINUTE_MS / most)
    if (random() * most < perMinuteAt(nights, at)) yield at
  }
}

/** Calls a minute expected at this moment; the first day is a Monday, and begins at midnight. */
export function perMinuteAt(nights: Nights, ms: number): number {
  const { perMinute, nightPerMinute, weekendShare } = nights
  const weekday = Math.floor(ms / DAY_MS) % 7
  const rate = isNight(nights, (ms % DAY_MS) / HOUR_MS) ? nightPerMinute : perMinute
  return weekday >= 5 ? rate * weekendShare : rate
}

function isNight({ nightFromHour: from, nightUntilHour: until }: Nights, hour: number): boolean {
  return from < until ? hour >= from && hour < until : hour >= from || hour < until
}
