import { digest } from '../../identity/digest.ts'
import { isHolder } from './measure.ts'

/** The scalars of one event, as salted hashes; true for what says who is behind it. */
export type Canaries = ReadonlyMap<string, boolean>

/** Recognizes the values of a request where they turn up again, without keeping one of them. */
export interface CanaryReader {
  /** Undefined for what is too common to be recognized. */
  hash(value: unknown): string | undefined
  /** Of an event or an answer; bounded, and without running a getter or a proxy trap. */
  read(message: unknown): Canaries
}

const SHORTEST = 4
const LONGEST = 512
/** Smaller ones count things. */
const LEAST_NUMBER = 1000
const MOST_NODES = 600
const DEEPEST = 8
/** A body that is JSON, as API Gateway hands it over. */
const LONGEST_JSON = 65_536

export function createCanaryReader(random: () => number): CanaryReader {
  const salt = random()

  function hash(value: unknown): string | undefined {
    if (typeof value === 'number') {
      return Math.abs(value) >= LEAST_NUMBER && Number.isFinite(value) ? hashText(String(value)) : undefined
    }
    const fits = typeof value === 'string' && value.length >= SHORTEST && value.length <= LONGEST
    return fits ? hashText(value) : undefined
  }

  // Salted, so that a hash tells nothing outside this process.
  const hashText = (text: string): string => digest(`${salt}${text}`)

  return {
    hash,
    read(message) {
      const found = new Map<string, boolean>()
      let nodes = 0

      function add(value: unknown, identity: boolean): void {
        const hashed = hash(value)
        if (hashed !== undefined) found.set(hashed, identity || found.get(hashed) === true)
      }

      function walkText(text: string, key: string, depth: number): void {
        const identity = isIdentity(key)
        add(text, identity)
        if (identity) for (const part of credentialsOf(text)) add(part, true)
        const opening = text[0]
        if ((opening !== '{' && opening !== '[') || text.length > LONGEST_JSON) return
        const parsed = parsedOf(text)
        if (parsed !== undefined) walk(parsed, key, depth + 1)
      }

      function walk(value: unknown, key: string, depth: number): void {
        if (nodes++ > MOST_NODES || depth > DEEPEST || isReference(key)) return
        if (typeof value === 'string') walkText(value, key, depth)
        else if (typeof value === 'number') add(value, isIdentity(key))
        else if (isHolder(value)) {
          for (const name of Object.keys(value)) {
            const property = Object.getOwnPropertyDescriptor(value, name)
            if (property && 'value' in property) {
              walk(property.value, Array.isArray(value) ? key : name, depth + 1)
            }
            if (nodes > MOST_NODES) return
          }
        }
      }

      walk(message, '', 0)
      return found
    },
  }
}

function parsedOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `Bearer x` carries x, and `a=x; b=y` x and y. */
function credentialsOf(text: string): string[] {
  return text.split(/[\s;]+/).map((part) => part.slice(part.indexOf('=') + 1))
}

const IDENTITIES = new Set(
  (
    'user username userid sub subject email mail tenant tenantid customer customerid account accountid owner member ' +
    'patient person principal actor login session sessionid token authorization auth cookie apikey org organization ' +
    'organisation phone iban ssn ip forwarded'
  ).split(' '),
)
/** Of one request and no one else: a log is meant to have it. */
const REFERENCES = new Set(['request', 'trace', 'correlation', 'message', 'event', 'nonce', 'receipt'])

function isIdentity(key: string): boolean {
  const words = wordsOf(key)
  return !words.includes('agent') && words.some((word) => IDENTITIES.has(word))
}

function isReference(key: string): boolean {
  const words = wordsOf(key)
  return (
    words.length > 1 && /^(id|handle)$/.test(words.at(-1) ?? '') && words.some((word) => REFERENCES.has(word))
  )
}

/** `x-userId` is x, user and id. */
function wordsOf(key: string): string[] {
  return [...key.matchAll(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g)].map(([word]) => word.toLowerCase())
}
