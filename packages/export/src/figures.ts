// Every number, time and share that a report prints is printed here.

/** What stands where there was nothing to measure. */
export const NOTHING = '–'

const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })

/** "12,345"; "2.5" for the midpoint of two counts. */
export function formatCount(count: number | null): string {
  return count === null ? NOTHING : COUNT.format(count)
}

/** "1 invocation", "2 invocations". */
export function formatCounted(count: number, thing: string): string {
  return `${formatCount(count)} ${thing}${count === 1 ? '' : 's'}`
}

/** "31.7%". A share that is not quite none or all never reads as 0% or 100%. */
export function formatRatio(ratio: number | null): string {
  if (ratio === null) return NOTHING
  const percent = ratio * 100
  if (percent > 0 && percent < 0.1) return '<0.1%'
  if (percent < 100 && percent > 99.9) return '>99.9%'
  return `${percent.toFixed(percent === 0 || percent === 100 ? 0 : 1)}%`
}

/** "95%". A judgement is no measurement, and has no decimals. */
export function formatConfidence(confidence: number): string {
  return `${Math.round(confidence * 100)}%`
}

/** "0.42 ms", "118 ms", "1.24 s", "3 min 5 s", "2 h 10 min", "4 d 3 h". */
export function formatMs(durationMs: number | null): string {
  if (durationMs === null) return NOTHING
  if (durationMs < 9.995) return `${trimmed(durationMs, 2)} ms`
  if (durationMs < 99.95) return `${trimmed(durationMs, 1)} ms`
  if (durationMs < 999.5) return `${Math.round(durationMs)} ms`
  if (durationMs < 9995) return `${trimmed(durationMs / 1000, 2)} s`
  if (durationMs < 59_950) return `${trimmed(durationMs / 1000, 1)} s`
  return formatLong(Math.round(durationMs / 1000))
}

/** "2026-11-02 08:00:01 UTC". */
export function formatTime(iso: string | null): string {
  return iso === null ? NOTHING : `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`
}

/** Words of the contract as people read them: "scale_out" is "scale out". */
export function formatWord(word: string): string {
  return word.replaceAll('_', ' ')
}

const LONG_UNITS = [
  { name: 'd', seconds: 86_400 },
  { name: 'h', seconds: 3600 },
  { name: 'min', seconds: 60 },
  { name: 's', seconds: 1 },
]

function formatLong(seconds: number): string {
  const first = LONG_UNITS.findIndex((unit) => seconds >= unit.seconds)
  const [large, small] = LONG_UNITS.slice(first, first + 2)
  if (large === undefined) return '0 s'
  const rest = small === undefined ? 0 : Math.floor((seconds % large.seconds) / small.seconds)
  const whole = `${COUNT.format(Math.floor(seconds / large.seconds))} ${large.name}`
  return rest === 0 || small === undefined ? whole : `${whole} ${rest} ${small.name}`
}

function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)))
}
