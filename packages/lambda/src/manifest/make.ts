import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { relative, resolve } from 'node:path'
import { decodedMappings, TraceMap } from '@jridgewell/trace-mapping'
import { importedNames } from '../leaks/code/imported-names.ts'
import { isForeign } from '../leaks/code/loaded-files.ts'
import type { Manifest } from '../leaks/code/manifest.ts'
import { hasWord } from '../leaks/code/pattern.ts'
import { declaredIn } from './declared.ts'

export interface Bundle {
  readonly code: string
  /** Its source map. */
  readonly map: string
  /** Absolute path of the folder that the map's sources are relative to. */
  readonly folder: string
  /** Absolute path of the project: what names are told by is relative to it. */
  readonly root: string
}

/** What the SDK needs to name what it finds in a bundle. Throws SyntaxError for a bundle or a map that is none. */
export function makeManifest({ code, map, folder, root }: Bundle): Manifest {
  const trace = new TraceMap(map)
  const offsets = lineOffsets(code)
  const files = trace.sources.map((source) => fileOf(source ?? '', folder, root))
  const segments = decodedMappings(trace).flatMap((line, index) =>
    line.flatMap(([column, source, sourceLine, sourceColumn, name]) =>
      source === undefined || sourceLine === undefined || sourceColumn === undefined
        ? []
        : [{ offset: (offsets[index] ?? 0) + column, source, sourceLine, sourceColumn, name }],
    ),
  )
  const byOffset = new Map(segments.map((segment) => [segment.offset, segment]))
  const texts = files.map((file, index) =>
    isForeign(file)
      ? undefined
      : plainText(file, trace.sourcesContent?.[index] ?? contentOf(resolve(root, file))),
  )
  const { names: declared, functions } = declaredIn(code)
  const names = declared.flatMap(({ name: short, offset, start, end }) => {
    const segment = byOffset.get(offset)
    if (!segment || isForeign(files[segment.source] ?? '')) return []
    const name = writtenName(segment, trace, texts[segment.source])
    // What no function can see is over with the call.
    const isSeen = functions.some((each) => start < each.start && each.end <= end)
    return name === undefined || !isSeen ? [] : [[short, name, offset, start, end] as const]
  })
  return {
    thermocline: 1,
    imports: [...new Set(importedNames(code))],
    sources: files.map((file, index) => ({ file, text: texts[index] })),
    places: placesOf(segments, files),
    names,
  }
}

interface Segment {
  readonly offset: number
  readonly source: number
  readonly sourceLine: number
  readonly sourceColumn: number
  readonly name: number | undefined
}

/** Each offset where another line begins; of a dependency only where it begins. */
function placesOf(segments: readonly Segment[], files: readonly string[]): number[] {
  let last: Segment | undefined
  return segments.flatMap((segment) => {
    const { offset, source, sourceLine } = segment
    const foreign = isForeign(files[source] ?? '')
    const same = last?.source === source && (foreign || last.sourceLine === sourceLine)
    last = segment
    return same ? [] : [offset, source, foreign ? 0 : sourceLine]
  })
}

/** By the map, or where it does not say by the word that stands there. */
function writtenName(segment: Segment, trace: TraceMap, text: string | undefined): string | undefined {
  if (segment.name === undefined) {
    const line = text?.split('\n')[segment.sourceLine]
    return /^[\w$]+/.exec(line?.slice(segment.sourceColumn) ?? '')?.[0]
  }
  const name = trace.names[segment.name]
  // esbuild calls a class with static fields `_Orders` where it lowers them, and says so in the map.
  const lowered = name?.replace(/^_/, '')
  return name !== undefined && lowered !== undefined && !isIn(text, name) && isIn(text, lowered)
    ? lowered
    : name
}

function isIn(text: string | undefined, name: string): boolean {
  return text !== undefined && hasWord(text, name)
}

function fileOf(source: string, folder: string, root: string): string {
  const path = source.startsWith('file://') ? decodeURIComponent(new URL(source).pathname) : source
  return relative(root, resolve(folder, path)).replaceAll('\\', '/')
}

/** For a map that has no sources' content. */
function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** Types are blanked out, so that lines and columns stay. */
function plainText(file: string, text: string | undefined): string | undefined {
  if (text === undefined || !/\.[cm]?ts$/.test(file)) return text
  try {
    // Since Node 22.13; and what is no mere type, such as an enum, it does not take.
    return stripTypeScriptTypes(text)
  } catch {
    return text
  }
}

function lineOffsets(code: string): number[] {
  return [0, ...[...code.matchAll(/\n/g)].map(({ index }) => index + 1)]
}
