import { coloursOf, pixelOf } from '../chart/colours.ts'
import { MARKS } from './marks.ts'
import type { Palette } from './paint.ts'

export interface Ink {
  readonly pixels: Palette
  readonly grid: number
  readonly text: string
  readonly line: string
}

/** The theme's colours as pixels. The style sheet names one variable per mark: --mark-cold, --mark-warm, ... */
export function inkOf(): Ink {
  const marks = coloursOf(MARKS.map((mark): `mark-${typeof mark}` => `mark-${mark}`))
  const lines = coloursOf(['grid', 'ink-3', 'line'])
  return {
    pixels: Uint32Array.from(MARKS, (mark) => (mark === 'nothing' ? 0 : pixelOf(marks[`mark-${mark}`]))),
    grid: pixelOf(lines.grid),
    text: lines['ink-3'],
    line: lines.line,
  }
}
