import type { CallSite } from '../../call-site.ts'
import { readManifest } from './manifest.ts'
import { offsetOf, readSource } from './source-text.ts'

/** Where something is called, as it was written: file and line, from 1, and the function's name there. */
export function writtenPlace(site: CallSite): WrittenCall {
  const { file, line, column, functionName } = site
  const bundle = readManifest(file)
  const text = bundle && readSource(file)
  const offset = text === undefined ? -1 : offsetOf(text, { line: line - 1, column: column - 1 })
  const place = bundle?.at(offset)
  if (!bundle || !place) return { file, line, functionName, text: readSource(file) }
  const name = functionName?.replace(/[\w$]+$/, (word) => bundle.named(offset, word)?.name ?? word)
  return { file: place.file, line: place.line + 1, functionName: name, text: place.text }
}

interface WrittenCall {
  readonly file: string
  readonly line: number
  readonly functionName: string | undefined
  readonly text: string | undefined
}
