import { seededDigest } from '../../identity/digest.ts'
import { isHolder } from './measure.ts'

/**
 * The scalars of one event, as salted hashes. What says who is behind it has the path of its names, `user.id`; of any
 * other value it is empty.
 */
export type Canaries = ReadonlyMap<string, string>

/** Recognizes the values of a request where they turn up again, without keeping one of them. */
export interface CanaryReader {
  /** Undefined for what is too common to be recognized. */
  hash(value: unknown): string | undefined
  /**
   * Of an event or an answer; bounded, and without running a getter or a proxy trap. `parted`: of so many of its texts
   * the parts too.
   */
  read(message: unknown, parted?: number): Canaries
  /** What `read` would find in what stands where it saw an identity. */
  identities(value: unknown): readonly string[]
  /** The words of a longer text, and names, tokens and addresses within it. */
  parts(text: string): readonly string[]
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
  const salt = Math.floor(random() * 2 ** 32)

  function hash(value: unknown): string | undefined {
    if (typeof value === 'number') {
      return Math.abs(value) >= LEAST_NUMBER && Number.isFinite(value) ? hashText(String(value)) : undefined
    }
    const fits = typeof value === 'string' && value.length >= SHORTEST && value.length <= LONGEST
    return fits ? hashText(value) : undefined
  }

  // Salted, so that a hash tells nothing outside this process.
  const hashText = (text: string): string => seededDigest(text, salt)

  return {
    hash,
    parts: (text) => partsOf(text).map(hashText),
    identities(value) {
      const all = typeof value === 'string' ? [value, ...credentialsOf(value)] : [value]
      return all.map(hash).filter((hashed) => hashed !== undefined)
    },
    read(message, parted = 0) {
      const found = new Map<string, string>()
      let left = parted
      let nodes = 0

      function add(value: unknown, identity: string): void {
        const hashed = hash(value)
        if (hashed !== undefined) found.set(hashed, found.get(hashed) || identity)
      }

      function walkText(text: string, key: string, path: string, depth: number): void {
        const identity = isIdentity(key) ? path : ''
        add(text, identity)
        if (identity) for (const part of credentialsOf(text)) add(part, path)
        else if (left-- > 0) for (const part of partsOf(text)) add(part, '')
        const opening = text[0]
        if ((opening !== '{' && opening !== '[') || text.length > LONGEST_JSON) return
        const parsed = parsedOf(text)
        if (parsed !== undefined) walk(parsed, key, path, depth + 1)
      }

      function walk(value: unknown, key: string, path: string, depth: number): void {
        if (nodes++ > MOST_NODES || depth > DEEPEST || isReference(key)) return
        if (typeof value === 'string') walkText(value, key, path, depth)
        else if (typeof value === 'number') add(value, isIdentity(key) ? path : '')
        else if (isHolder(value)) {
          for (const name of Object.keys(value)) {
            const property = Object.getOwnPropertyDescriptor(value, name)
            if (property && 'value' in property) {
              if (Array.isArray(value)) walk(property.value, key, path, depth + 1)
              else walk(property.value, fullName(key, name), `${path}.${name}`, depth + 1)
            }
            if (nodes > MOST_NODES) return
          }
        }
      }

      walk(message, '', '', 0)
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

const SHORTEST_PART = 6
const LONGEST_PARTED = 4096
const MOST_PARTS = 32

function partsOf(text: string): string[] {
  if (text.length > LONGEST_PARTED) return []
  return text
    .split(/[^\w.@%+-]+/)
    .filter((part) => part.length >= SHORTEST_PART && part.length < text.length)
    .slice(0, MOST_PARTS)
}

/** `Bearer x` carries x, and `a=x; b=y` x and y. */
function credentialsOf(text: string): string[] {
  if (!/[\s;=]/.test(text)) return []
  return text.split(/[\s;]+/).map((part) => part.slice(part.indexOf('=') + 1))
}

/** Of `user: { id }` it is the user's. */
function fullName(owner: string, name: string): string {
  return /^(?:id|uuid|name)$/i.test(name) ? `${owner}-${name}` : name
}

const IDENTITIES = new Set(
  (
    'user username userid sub subject email mail tenant tenantid customer customerid account accountid owner member ' +
    'patient person principal actor login session sessionid token authorization auth cookie cookies apikey org organization ' +
    'organisation phone iban ssn ip forwarded'
  ).split(' '),
)
/** Of one request and no one else: a log is meant to have it. */
const REFERENCES = new Set(['request', 'trace', 'correlation', 'message', 'event', 'nonce', 'receipt'])

/** What a value is by its name. */
interface Meaning {
  readonly identity: boolean
  readonly reference: boolean
}

// The events of a function have the same names each time, and to take one apart takes longer than all else of a value. A
// name may be a user's key: few are kept, and no long ones.
const meanings = new Map<string, Meaning>()
const MOST_MEANINGS = 500
const LONGEST_KEPT = 64

function meaningOf(key: string): Meaning {
  const known = meanings.get(key)
  if (known) return known
  const words = wordsOf(key)
  const identity = !words.includes('agent') && words.some((word) => IDENTITIES.has(word))
  const ends = /^(id|handle)$/.test(words.at(-1) ?? '')
  const meaning = {
    identity,
    reference: words.length > 1 && ends && words.some((word) => REFERENCES.has(word)),
  }
  if (meanings.size < MOST_MEANINGS && key.length <= LONGEST_KEPT) meanings.set(key, meaning)
  return meaning
}

function isIdentity(key: string): boolean {
  return meaningOf(key).identity
}

function isReference(key: string): boolean {
  return meaningOf(key).reference
}

/** `x-userId` is x, user and id. */
function wordsOf(key: string): string[] {
  return [...key.matchAll(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g)].map(([word]) => word.toLowerCase())
}
