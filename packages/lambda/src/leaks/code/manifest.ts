import { attempt } from '../../call/shield.ts'
import { readSource } from './source-text.ts'

/** Beside a bundle: `index.js.thermocline.json`. */
export const MANIFEST_ENDING = '.thermocline.json'

export interface WrittenSource {
  readonly file: string
  /** With types blanked out; undefined for a dependency's. */
  readonly text: string | undefined
}

/**
 * What a bundle was made of, as far as it is the user's own: written when it is built, by `src/manifest`, because a
 * source map takes seconds to read. Offsets count UTF-16 units from the bundle's start.
 */
export interface Manifest {
  readonly thermocline: 1
  /** Modules that the bundle imports as it runs, but Node's. */
  readonly imports: readonly string[]
  readonly sources: readonly WrittenSource[]
  /** From an offset on: offset, index of the source, line from 0; sorted, three numbers each. */
  readonly places: readonly number[]
  /** What functions can see: the name in the bundle, as it was written, where it is declared, and where it is known. */
  readonly names: readonly (readonly [
    short: string,
    name: string,
    declared: number,
    start: number,
    end: number,
  ])[]
}

/** A manifest that was read, and asked by offset. */
export interface BundleSources {
  readonly manifest: Manifest
  /** Undefined for what the bundler added. */
  at(offset: number): WrittenPlace | undefined
  /** What a name of the bundle's stands for that is known at the offset: as it was written, and where it is declared. */
  named(offset: number, short: string): { readonly name: string; readonly declared: number } | undefined
  /** The names of the bundle's that are known at a place in it. */
  known(at: BundlePlace): ReadonlySet<string>
  /** True where a dependency's code stands. */
  isForeign(at: BundlePlace): boolean
}

/** Both count from 0. */
interface BundlePlace {
  readonly line: number
  readonly column: number
}

/** The line counts from 0. */
interface WrittenPlace extends WrittenSource {
  readonly line: number
}

const read = new Map<string, BundleSources | undefined>()

/** Undefined where the bundle has none, or one that cannot be read. */
export function readManifest(bundle: string): BundleSources | undefined {
  if (!read.has(bundle)) {
    const text = readSource(bundle + MANIFEST_ENDING)
    const parsed: unknown = text === undefined ? undefined : attempt(() => JSON.parse(text), undefined)
    read.set(bundle, isManifest(parsed) ? sourcesOf(bundle, parsed) : undefined)
  }
  return read.get(bundle)
}

function isManifest(value: unknown): value is Manifest {
  const { thermocline, imports, sources, places, names } = Object(value) as Partial<
    Record<keyof Manifest, unknown>
  >
  return thermocline === 1 && [imports, sources, places, names].every(Array.isArray)
}

function sourcesOf(bundle: string, manifest: Manifest): BundleSources {
  const { sources, places, names } = manifest
  let lines: readonly number[] | undefined

  function offsetOf({ line, column }: BundlePlace): number {
    lines ??= lineStarts(readSource(bundle) ?? '')
    return (lines[line] ?? 0) + column
  }

  function at(offset: number): WrittenPlace | undefined {
    let found = -1
    for (let i = 0; i < places.length && (places[i] ?? 0) <= offset; i += 3) found = i
    const source = sources[places[found + 1] ?? -1]
    return source && { ...source, line: places[found + 2] ?? 0 }
  }

  return {
    manifest,
    at,
    isForeign(place) {
      const written = at(offsetOf(place))
      return written !== undefined && written.text === undefined
    },
    named(offset, short) {
      const known = names.filter(
        ([each, , , start, end]) => each === short && start <= offset && offset < end,
      )
      // The innermost.
      const [found] = known.toSorted((a, b) => a[4] - a[3] - (b[4] - b[3]))
      return found && { name: found[1], declared: found[2] }
    },
    known(place) {
      const offset = offsetOf(place)
      return new Set(
        names.flatMap(([short, , , start, end]) => (start <= offset && offset < end ? [short] : [])),
      )
    },
  }
}

/** To keep the text itself would take its size. */
function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
