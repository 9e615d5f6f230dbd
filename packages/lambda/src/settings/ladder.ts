import { badSetting } from '@thermocline/wire'

export type Environment = Readonly<Record<string, string | undefined>>
/** Takes one sentence about a setting that was given a bad value. */
export type Report = (problem: string) => void

/** A setting as the user gave it. */
export interface Given {
  /** As he wrote it: the option or the variable. */
  readonly name: string
  /** Undefined when neither was given. A variable that is empty or blank counts as not given, as OpenTelemetry has it. */
  readonly value: unknown
}

/** What was asked for, and how to read it: undefined for a value that is none of what is wanted. */
export interface Wanted<T> {
  /** In words, for the report. */
  readonly wanted: string
  readonly read: (value: unknown) => T | undefined
  /** What may be told of a bad value, where that is not `printable`. */
  readonly shown?: (value: unknown) => unknown
}

/** The option before the variables, each in its turn. */
export function take(name: string, option: unknown, env: Environment, ...variables: string[]): Given {
  if (option !== undefined) return { name, value: option }
  const variable = variables.find((candidate) => env[candidate]?.trim()) ?? ''
  return { name: variable, value: env[variable]?.trim() }
}

/** Whether a variable says this word, in any case: for what is asked before there is anybody to report to. */
export function saysWord(env: Environment, name: string, word: string): boolean {
  return env[name]?.trim().toLowerCase() === word
}

/** A good value; undefined when none was given or, after a report with what was wanted and met, when it is bad. */
export function check<T>(given: Given, { wanted, read, shown }: Wanted<T>, report: Report): T | undefined {
  if (given.value === undefined) return undefined
  const value = read(given.value)
  if (value === undefined) reportBad(report, given.name, wanted, (shown ?? printable)(given.value))
  return value
}

/** `shown`: what may be told of the value that was met. */
export function reportBad(report: Report, name: string, wanted: string, shown: unknown): void {
  report(badSetting(name, wanted, shown).message)
}

// A word or a number that was mistyped is shorter, and a key that came to the wrong variable longer.
const MOST_SHOWN_CHARACTERS = 16

/** Of a value what may be told: stderr is a log that many can read. */
export function printable(got: unknown): unknown {
  if (typeof got === 'string') {
    return got.length <= MOST_SHOWN_CHARACTERS ? got : `a text of ${got.length} characters`
  }
  return typeof got === 'number' || typeof got === 'boolean' ? got : typeof got
}

/** In any case, as OpenTelemetry has its words. */
export function oneOf<T extends string>(words: readonly T[]): Wanted<T> {
  return {
    wanted: `one of ${words.map((word) => `"${word}"`).join(', ')}`,
    read: (value) => words.find((word) => typeof value === 'string' && word === value.toLowerCase()),
  }
}

export function milliseconds(most: number): Wanted<number> {
  return {
    wanted: `0 to ${most} milliseconds`,
    read: (value) => {
      const number = typeof value === 'string' ? Number(value) : value
      return typeof number === 'number' && number >= 0 && number <= most ? number : undefined
    },
  }
}

// A name may hold what its writer meant as a secret, so what was met is not told but by its kind.
export const NAME: Wanted<string> = {
  wanted: 'a name',
  read: (value) => (typeof value === 'string' && value !== '' ? value : undefined),
}

const FLAGS: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false }

export const FLAG: Wanted<boolean> = {
  wanted: 'true or false',
  read: (value) =>
    typeof value === 'boolean' ? value : typeof value === 'string' ? FLAGS[value.toLowerCase()] : undefined,
}

/** A function of the user's; of what else was met only the kind is told. */
export function hook<F>(): Wanted<F> {
  return {
    wanted: 'a function',
    read: (value) => (typeof value === 'function' ? (value as F) : undefined),
    shown: (value) => typeof value,
  }
}

/** `a=1,b=2` with percent-encoded values, as OpenTelemetry's variables have it, or an object of strings. */
export const PAIRS: Wanted<Readonly<Record<string, string>>> = {
  wanted: 'pairs such as "name=value,other=value"',
  read: (value) => (typeof value === 'string' ? readPairs(value) : readRecord(value)),
  shown: () => '(not shown: it may hold a key)',
}

/** The same, of what HTTP takes as a header. */
export const HEADER_PAIRS: Wanted<Readonly<Record<string, string>>> = {
  wanted: 'pairs such as "name=value,other=value", of what HTTP takes as headers',
  read(value) {
    const pairs = PAIRS.read(value)
    return pairs && Object.entries(pairs).every(isHeader) ? pairs : undefined
  },
  shown: () => '(not shown: it may hold a key)',
}

function isHeader([name, value]: readonly [string, string]): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)
}

function readPairs(text: string): Readonly<Record<string, string>> | undefined {
  const pairs: Record<string, string> = {}
  for (const part of text.split(',').filter((each) => each.trim() !== '')) {
    const at = part.indexOf('=')
    if (at < 1) return undefined
    try {
      pairs[part.slice(0, at).trim()] = decodeURIComponent(part.slice(at + 1).trim())
    } catch {
      return undefined
    }
  }
  return pairs
}

function readRecord(value: unknown): Readonly<Record<string, string>> | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const entries = Object.entries(value)
  return entries.every((entry) => typeof entry[1] === 'string') ? Object.fromEntries(entries) : undefined
}
