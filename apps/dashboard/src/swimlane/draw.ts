import { shortContainer } from '../format.ts'
import type { Range } from '../state.ts'
import { paint } from './paint.ts'
import type { Ink } from './palette.ts'
import type { Sizes } from './sizes.ts'
import { ticks, type Tick } from './ticks.ts'
import type { Track } from './track.ts'

/** Draws one frame: bars by pixels, then the axis and the lanes' names by text. */
export function draw(
  canvas: HTMLCanvasElement,
  tracks: readonly Track[],
  range: Range,
  scroll: number,
  sizes: Sizes,
  ink: Ink,
): void {
  const pen = canvas.getContext('2d')
  if (pen === null) return
  const ratio = window.devicePixelRatio
  const device = (px: number): number => Math.round(px * ratio)
  resize(canvas, device(sizes.width), device(sizes.height))
  pen.clearRect(0, 0, canvas.width, canvas.height)
  const left = device(sizes.labels)
  const top = device(sizes.axis)
  const width = canvas.width - left
  const height = canvas.height - top
  const marks = tickMarks(range, sizes)
  if (width > 0 && height > 0) {
    const image = new ImageData(width, height)
    const laneHeight = device(sizes.laneHeight)
    const frame = {
      range,
      width,
      height,
      laneHeight,
      gap: laneHeight < 10 ? 1 : Math.round(laneHeight * 0.18),
      scroll: device(scroll),
      loudWidth: device(2),
    }
    const columns = marks.map((tick) => Math.round(share(range, tick.ms) * width))
    paint(tracks, frame, ink.pixels, { columns, colour: ink.grid }, new Uint32Array(image.data.buffer))
    pen.putImageData(image, left, top)
  }
  pen.setTransform(ratio, 0, 0, ratio, 0, 0)
  writeAxis(pen, marks, range, sizes, ink)
  if (sizes.labels > 0) writeLabels(pen, tracks, scroll, sizes, ink)
  pen.setTransform(1, 0, 0, 1, 0, 0)
}

/** Where in a range a moment lies: 0 at its left edge, 1 at its right. */
export function share(range: Range, ms: number): number {
  return (ms - range.fromMs) / (range.toMs - range.fromMs)
}

const TICK_PX = 120

function tickMarks(range: Range, sizes: Sizes): readonly Tick[] {
  const offsetMs = -new Date(range.fromMs).getTimezoneOffset() * 60_000
  return ticks(range, (sizes.width - sizes.labels) / TICK_PX, offsetMs)
}

// Setting a canvas's size clears it and costs an allocation, so only when it changed.
function resize(canvas: HTMLCanvasElement, width: number, height: number): void {
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
}

function writeAxis(
  pen: CanvasRenderingContext2D,
  marks: readonly Tick[],
  range: Range,
  sizes: Sizes,
  ink: Ink,
): void {
  pen.font = '12px system-ui, sans-serif'
  pen.textBaseline = 'middle'
  pen.fillStyle = ink.line
  pen.fillRect(sizes.labels, sizes.axis - 1, sizes.width - sizes.labels, 1)
  pen.fillStyle = ink.text
  for (const tick of marks) {
    const x = sizes.labels + share(range, tick.ms) * (sizes.width - sizes.labels)
    const wide = pen.measureText(tick.text).width
    pen.fillText(
      tick.text,
      Math.min(sizes.width - wide, Math.max(sizes.labels, x - wide / 2)),
      sizes.axis / 2 - 1,
    )
  }
}

function writeLabels(
  pen: CanvasRenderingContext2D,
  tracks: readonly Track[],
  scroll: number,
  sizes: Sizes,
  ink: Ink,
): void {
  pen.save()
  pen.beginPath()
  pen.rect(0, sizes.axis, sizes.labels, sizes.height - sizes.axis)
  pen.clip()
  pen.font = '11.5px ui-monospace, Menlo, Consolas, monospace'
  pen.fillStyle = ink.text
  for (const [i, track] of tracks.entries()) {
    const y = sizes.axis + (i + 0.45) * sizes.laneHeight - scroll
    if (y > 0 && y < sizes.height + sizes.laneHeight) pen.fillText(shortContainer(track.lane.container), 0, y)
  }
  pen.restore()
}
