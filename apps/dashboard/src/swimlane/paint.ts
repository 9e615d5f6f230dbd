import type { Range } from '../state.ts'
import { FROZEN, LOUD, type Mark, markIn, NOTHING } from './marks.ts'
import { firstAtLeast, type Track } from './track.ts'

// Bars are not drawn, they are written: each lane becomes one row of marks, and the rows are copied into the
// pixels of an ImageData. 100,000 bars take a few milliseconds this way, where Canvas2D takes hundreds.

/** All in device pixels. */
export interface Frame {
  readonly range: Range
  readonly width: number
  readonly height: number
  readonly laneHeight: number
  /** Empty rows under each lane. */
  readonly gap: number
  /** Rows scrolled away above. */
  readonly scroll: number
  /** Narrowest that an init, error or timeout may become. */
  readonly loudWidth: number
  /** Narrowest that any other run may become. */
  readonly runWidth: number
}

/** Pixel values in the machine's byte order, one per mark. */
export type Palette = Uint32Array

/** Fills `pixels` (width * height) with the lanes that are in sight; `grid` are columns to mark faintly. */
export function paint(
  tracks: readonly Track[],
  frame: Frame,
  palette: Palette,
  grid: { readonly columns: readonly number[]; readonly colour: number },
  pixels: Uint32Array,
): void {
  const empty = gridRow(frame.width, grid)
  for (let y = 0; y < frame.height; y++) pixels.set(empty, y * frame.width)
  const marks = { inits: new Uint8Array(frame.width), runs: new Uint8Array(frame.width) }
  const rows = {
    upper: { loud: empty.slice(), all: empty.slice() },
    lower: { loud: empty.slice(), all: empty.slice() },
    thread: empty.slice(),
  }
  const first = Math.max(0, Math.floor(frame.scroll / frame.laneHeight))
  const last = Math.min(tracks.length - 1, Math.floor((frame.scroll + frame.height) / frame.laneHeight))
  for (let i = first; i <= last; i++) {
    const track = tracks[i]
    if (track === undefined) continue
    markRow(track, frame, marks)
    colourRows(marks, palette, empty, rows)
    stamp(rows, i * frame.laneHeight - frame.scroll, frame, pixels)
  }
}

/** What each pixel column of one lane shows. Inits stand apart from all else, so that neither hides the other. */
export interface LaneMarks {
  readonly inits: Uint8Array
  /** Runs, failed ones among them, and the frozen time between. */
  readonly runs: Uint8Array
}

/** The worst init and the worst run of each pixel column of one lane, into `marks`. */
export function markRow(
  track: Track,
  frame: Pick<Frame, 'range' | 'width' | 'loudWidth' | 'runWidth'>,
  { inits, runs }: LaneMarks,
): void {
  inits.fill(NOTHING)
  runs.fill(NOTHING)
  const { fromMs, toMs } = frame.range
  const scale = frame.width / (toMs - fromMs)
  const column = (ms: number): number => Math.floor((ms - fromMs) * scale)
  put(runs, column(track.onset[0] ?? toMs), column(track.reach.at(-1) ?? fromMs), FROZEN)
  const slack = frame.loudWidth / scale
  const end = firstAtLeast(track.onset, toMs + slack)
  for (let i = firstAtLeast(track.reach, fromMs - slack); i < end; i++) {
    const start = track.start[i] ?? 0
    putBar(runs, column(start), column(track.end[i] ?? 0), track.runMark[i] ?? NOTHING, frame)
    const init = track.initMark[i] ?? NOTHING
    if (init !== NOTHING) putBar(inits, column(track.initStart[i] ?? 0), column(start), init, frame)
  }
}

type Widths = Pick<Frame, 'loudWidth' | 'runWidth'>

// A loud bar fills whole cells of its least width: two of them coincide or stand apart, so that the louder of neighbours
// takes the other's place rather than leave it a sliver in a colour that nobody can tell.
function putBar(marks: Uint8Array, from: number, to: number, mark: Mark, widths: Widths): void {
  if (mark < LOUD) return put(marks, from, Math.max(to, from + widths.runWidth - 1), mark)
  const cell = widths.loudWidth
  put(marks, Math.floor(from / cell) * cell, (Math.floor(to / cell) + 1) * cell - 1, mark)
}

function put(marks: Uint8Array, from: number, to: number, mark: Mark): void {
  const last = Math.min(to, marks.length - 1)
  for (let x = Math.max(0, from); x <= last; x++) {
    if ((marks[x] ?? mark) < mark) marks[x] = mark
  }
}

interface HalfRows {
  /** Top and bottom of a lane: only what is loud. */
  readonly loud: Uint32Array
  /** The body of a lane: all runs and inits. */
  readonly all: Uint32Array
}

interface Rows {
  readonly upper: HalfRows
  readonly lower: HalfRows
  /** The one row in the middle: the line of a frozen container as well. */
  readonly thread: Uint32Array
}

function colourRows({ inits, runs }: LaneMarks, palette: Palette, empty: Uint32Array, rows: Rows): void {
  for (let x = 0; x < runs.length; x++) {
    const none = empty[x] ?? 0
    const init = inits[x] ?? NOTHING
    const run = runs[x] ?? NOTHING
    const lower = markIn('lower', init, run)
    colourHalf(rows.upper, x, markIn('upper', init, run), palette, none)
    colourHalf(rows.lower, x, lower, palette, none)
    rows.thread[x] = lower === NOTHING ? none : (palette[lower] ?? none)
  }
}

function colourHalf(rows: HalfRows, x: number, mark: Mark, palette: Palette, none: number): void {
  const colour = palette[mark] ?? none
  rows.all[x] = mark <= FROZEN ? none : colour
  rows.loud[x] = mark < LOUD ? none : colour
}

function stamp(rows: Rows, top: number, frame: Frame, pixels: Uint32Array): void {
  const height = Math.max(1, frame.laneHeight - frame.gap)
  const inset = height < 8 ? 0 : Math.round(height * 0.2)
  const middle = Math.floor(height / 2)
  for (let row = 0; row < height; row++) {
    const y = top + row
    if (y < 0 || y >= frame.height) continue
    const outer = row < inset || row >= height - inset
    const half = row < middle ? rows.upper : rows.lower
    pixels.set(row === middle ? rows.thread : outer ? half.loud : half.all, y * frame.width)
  }
}

function gridRow(
  width: number,
  grid: { readonly columns: readonly number[]; readonly colour: number },
): Uint32Array {
  const row = new Uint32Array(width)
  for (const x of grid.columns) if (x >= 0 && x < width) row[x] = grid.colour
  return row
}
