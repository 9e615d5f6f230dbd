import { gunzipSync } from 'node:zlib'
import type { Plant } from './canary.ts'
import { disguises, SHORTEST } from './disguises.ts'

/** Bytes that left the process. */
export interface Exported {
  /** The way they took: `stdout`, `payload`, `stderr`, `otlp`, ... */
  readonly channel: string
  readonly bytes: Uint8Array
}

/** Where canaries were found: `place: disguise, by channel`, each once, in order. */
export function search(exported: readonly Exported[], plants: readonly Plant[]): string[] {
  const channels = Map.groupBy(exported, ({ channel }) => channel)
  const found = [...channels].flatMap(([channel, parts]) => {
    const haystack = index(parts.map(({ bytes }) => latin1(bytes)).join('\n'))
    return plants.flatMap((plant) =>
      disguises(plant)
        .filter(({ bytes }) => haystack.has(bytes))
        .map(({ name }) => `${plant.place}: ${name}, by ${channel}`),
    )
  })
  return [...new Set(found)].toSorted()
}

function latin1(bytes: Uint8Array): string {
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b
  return Buffer.from(zipped ? gunzipSync(bytes) : bytes).toString('latin1')
}

interface Haystack {
  has(needle: string): boolean
}

/** Thousands of needles are looked for: most of them are ruled out by how they begin. */
function index(text: string): Haystack {
  const beginnings = new Set<string>()
  for (const form of new Set([text, text.toLowerCase()])) {
    for (let at = 0; at + SHORTEST <= form.length; at += 1) beginnings.add(form.slice(at, at + SHORTEST))
  }
  const folded = text.toLowerCase()
  return {
    has: (needle) =>
      beginnings.has(needle.slice(0, SHORTEST)) && (text.includes(needle) || folded.includes(needle)),
  }
}
