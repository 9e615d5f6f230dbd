// Every number, time and id the dashboard prints is printed here. U+2009 is a thin space, U+2013 a dash.

export const NOTHING = '\u2013'
const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const PLAIN = new Intl.NumberFormat('en', { maximumFractionDigits: 3 })
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const KB = 1024
const MB = 1024 * KB
const GB = 1024 * MB

/** "12,345". */
export function count(value: number | null): string {
  return value === null ? NOTHING : WHOLE.format(value)
}

/** "1 container", "2,000 containers". */
export function counted(value: number, one: string, many: string = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

/** A number with up to three decimals. */
export function plain(value: number | null): string {
  return value === null ? NOTHING : PLAIN.format(value)
}

/** "31.7%". A share that is not zero never prints as zero, and one that is not all never as 100%. */
export function percent(ratio: number | null): string {
  if (ratio === null || Number.isNaN(ratio)) return NOTHING
  const value = ratio * 100
  if (value > 0 && value < 0.1) return '<0.1%'
  if (value > 99.9 && value < 100) return '>99.9%'
  return `${value.toFixed(value === 0 || value === 100 ? 0 : 1)}%`
}

/** "0.42 ms", "312 ms", "3.42 s", "12 min 4 s", "3 h 12 min", "2 d 4 h". */
export function duration(ms: number | null): string {
  if (ms === null || Number.isNaN(ms)) return NOTHING
  if (ms < 0) return `-${duration(-ms)}`
  if (ms === 0) return '0 ms'
  if (ms < 0.01) return '<0.01 ms'
  // The edges are where rounding would print 1000 ms, 60 s, 60 min or 24 h.
  if (ms < SECOND - 0.5) return `${digits(ms)} ms`
  if (ms < MINUTE - 50) return `${digits(ms / SECOND)} s`
  if (ms < HOUR - SECOND / 2) return pair(ms, MINUTE, 'min', SECOND, 's')
  if (ms < DAY - MINUTE / 2) return pair(ms, HOUR, 'h', MINUTE, 'min')
  return pair(ms, DAY, 'd', HOUR, 'h')
}

/** "256 MB". As Lambda counts: its MB is 1,048,576 bytes. */
export function bytes(value: number): string {
  if (value < KB - 0.5) return `${count(value)} B`
  // The edges are where rounding would print 1024 KB or 1024 MB.
  if (value < MB - KB / 2) return `${digits(value / KB)} KB`
  if (value < GB - MB / 2) return `${digits(value / MB)} MB`
  return `${digits(value / GB)} GB`
}

/** "28 May 2024, 14:03:22". The reader's own time zone unless one is given. */
export function moment(ms: number, timeZone?: string): string {
  return `${day(ms, timeZone)}, ${clock(ms, SECOND, timeZone)}`
}

/** "28 May 2024, 14:03:22.120". */
export function exactMoment(ms: number, timeZone?: string): string {
  return `${day(ms, timeZone)}, ${clock(ms, 1, timeZone)}`
}

/** "28 May 2024". */
function day(ms: number, timeZone?: string): string {
  return formatter('day', { day: 'numeric', month: 'short', year: 'numeric' }, timeZone).format(ms)
}

/** "28 May". */
export function shortDay(ms: number, timeZone?: string): string {
  return formatter('shortDay', { day: 'numeric', month: 'short' }, timeZone).format(ms)
}

/** A time of day as fine as `stepMs` asks for: "14:03", "14:03:22", "14:03:22.120". */
export function clock(ms: number, stepMs: number, timeZone?: string): string {
  const base = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  if (stepMs >= MINUTE) return formatter('minute', base, timeZone).format(ms)
  const second = { ...base, second: '2-digit' } as const
  if (stepMs >= SECOND) return formatter('second', second, timeZone).format(ms)
  return formatter('milli', { ...second, fractionalSecondDigits: 3 }, timeZone).format(ms)
}

/** "28 May 2024, 14:03 – 15:40", or both days when they differ. */
export function span(fromMs: number, toMs: number, timeZone?: string): string {
  const step = toMs - fromMs < 10 * MINUTE ? SECOND : MINUTE
  const from = `${day(fromMs, timeZone)}, ${clock(fromMs, step, timeZone)}`
  const sameDay = day(fromMs, timeZone) === day(toMs, timeZone)
  const to = sameDay ? clock(toMs, step, timeZone) : `${day(toMs, timeZone)}, ${clock(toMs, step, timeZone)}`
  return `${from} \u2013 ${to}`
}

/** The moment in UTC, for a tooltip beside a local one. */
export function utc(ms: number): string {
  return new Date(ms).toISOString()
}

/** The part of a container id a person compares: the first eight digits of a log stream's random part. */
export function shortContainer(id: string): string {
  const random = id.slice(id.lastIndexOf(']') + 1)
  return (random === '' ? id : random).slice(0, 8)
}

export function shortTrace(id: string): string {
  return id.slice(0, 8)
}

/** "scale_out" as "scale out". */
export function words(name: string): string {
  return name.replaceAll('_', ' ')
}

/** The evidence of a judgement as a sentence: a capital letter first, a full stop last. */
export function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(first) || first === '' ? first : `${first}.`
}

/** Words for a confidence of 0 to 1: the number alone reads as a measurement, which it is not. */
export function confidence(value: number): string {
  const word = value >= 0.9 ? 'sure' : value >= 0.7 ? 'likely' : value >= 0.4 ? 'maybe' : 'a guess'
  return `${word}, ${Math.round(value * 100)}%`
}

// Three digits that count: 0.42, 4.2, 67.3, 312.
function digits(value: number): string {
  if (value >= 99.95) return value.toFixed(0)
  return value.toFixed(value < 9.995 ? 2 : 1).replace(/\.?0+$/, '')
}

function pair(ms: number, big: number, bigName: string, small: number, smallName: string): string {
  const smalls = Math.round(ms / small)
  const whole = Math.floor((smalls * small) / big)
  const rest = smalls - (whole * big) / small
  return rest === 0 ? `${whole} ${bigName}` : `${whole} ${bigName} ${rest} ${smallName}`
}

// Making an Intl formatter takes longer than 100 uses of it.
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(
  name: string,
  options: Intl.DateTimeFormatOptions,
  timeZone?: string,
): Intl.DateTimeFormat {
  const key = `${name} ${timeZone ?? ''}`
  const known = formatters.get(key)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-GB', timeZone === undefined ? options : { ...options, timeZone })
  formatters.set(key, made)
  return made
}
