import { createHash } from 'node:crypto'

/** A word that stands in no code: the same for one place in every process, another for each. */
export function word(place: string): string {
  const letters = Array.from(digest(place), (byte) => LETTERS[byte % LETTERS.length])
  return `Cy${letters.slice(0, 16).join('')}`
}

/** A number of 16 digits that is exact, made in the same way. */
export function figure(place: string): number {
  return 2 ** 52 + (digest(place).readUIntBE(0, 6) % 2 ** 51)
}

const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789'

function digest(place: string): Buffer {
  return createHash('sha256').update(`canary in ${place}`).digest()
}

/** What was planted in one place. */
export interface Plant {
  readonly place: string
  /** The word or the figure. */
  readonly canary: string | number
  /** The text it stands in, which may have been hashed as a whole. */
  readonly whole: string
}

export interface Planter {
  /** A word for this place: where `text` is given, the text with its stars replaced by the word. */
  readonly text: (place: string, text?: string) => string
  readonly number: (place: string) => number
  /** A copy of a JSON value: each star in a key or a text becomes a word, and each text "#" a figure. */
  readonly json: (place: string, template: unknown) => unknown
  readonly plants: ReadonlyMap<string, Plant>
}

/** Hands out canaries and remembers them. */
export function createPlanter(): Planter {
  const plants = new Map<string, Plant>()

  function plant(place: string, canary: string | number, whole: string): void {
    plants.set(`${place} ${whole}`, { place, canary, whole })
  }

  function text(place: string, template = '*'): string {
    const canary = word(place)
    const whole = template.replaceAll('*', canary)
    plant(place, canary, whole)
    return whole
  }

  function number(place: string): number {
    const canary = figure(place)
    plant(place, canary, String(canary))
    return canary
  }

  function json(place: string, template: unknown): unknown {
    if (template === '#') return number(place)
    if (typeof template === 'string') return template.includes('*') ? text(place, template) : template
    if (Array.isArray(template)) return template.map((item, index) => json(`${place}[${index}]`, item))
    if (typeof template !== 'object' || template === null) return template
    return Object.fromEntries(
      Object.entries(template).map(([name, value]) => [
        name.includes('*') ? text(`${place}, key ${name}`, name) : name,
        json(`${place}.${name}`, value),
      ]),
    )
  }

  return { text, number, json, plants }
}
