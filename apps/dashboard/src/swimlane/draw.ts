import { shortContainer } from '../format.ts'
import { paint } from './paint.ts'
import type { Ink } from './palette.ts'
import { type Scene, share, xOf } from './scene.ts'
import { ticks, type Tick } from './ticks.ts'
import type { Track } from './track.ts'

/** Draws one frame: bars by pixels, then the axis and the lanes' names by text. */
export function draw(canvas: HTMLCanvasElement, scene: Scene, ink: Ink): void {
  const pen = canvas.getContext('2d')
  if (pen === null) return
  const { sizes, shown } = scene
  const ratio = window.devicePixelRatio
  resize(canvas, device(sizes.width), device(sizes.height))
  pen.clearRect(0, 0, canvas.width, canvas.height)
  const marks = tickMarks(scene)
  const rows = shown.flatMap((lane) => scene.tracks.list[lane] ?? [])
  writePixels(pen, rows, marks, scene, ink)
  pen.setTransform(ratio, 0, 0, ratio, 0, 0)
  writeAxis(pen, marks, scene, ink)
  if (sizes.labels > 0) writeLabels(pen, rows, scene, ink)
  pen.setTransform(1, 0, 0, 1, 0, 0)
}

const TICK_PX = 120

function tickMarks({ range, sizes }: Scene): readonly Tick[] {
  const offsetMs = -new Date(range.fromMs).getTimezoneOffset() * 60_000
  return ticks(range, (sizes.width - sizes.labels) / TICK_PX, offsetMs)
}

// Setting a canvas's size clears it and costs an allocation, so only when it changed.
function resize(canvas: HTMLCanvasElement, width: number, height: number): void {
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
}

function writePixels(
  pen: CanvasRenderingContext2D,
  rows: readonly Track[],
  marks: readonly Tick[],
  { range, scroll, sizes }: Scene,
  ink: Ink,
): void {
  const [left, top] = [device(sizes.labels), device(sizes.axis)]
  const [width, height] = [pen.canvas.width - left, pen.canvas.height - top]
  if (width <= 0 || height <= 0) return
  const image = new ImageData(width, height)
  const laneHeight = device(sizes.laneHeight)
  const gap = laneHeight < 10 ? 1 : Math.round(laneHeight * 0.18)
  const widths = { loudWidth: device(2), runWidth: device(1) }
  const frame = { range, width, height, laneHeight, gap, scroll: device(scroll), ...widths }
  const columns = marks.map((tick) => Math.round(share(range, tick.ms) * width))
  paint(rows, frame, ink.pixels, { columns, colour: ink.grid }, new Uint32Array(image.data.buffer))
  pen.putImageData(image, left, top)
}

function device(px: number): number {
  return Math.round(px * window.devicePixelRatio)
}

function writeAxis(pen: CanvasRenderingContext2D, marks: readonly Tick[], scene: Scene, ink: Ink): void {
  const { sizes } = scene
  pen.font = '12px system-ui, sans-serif'
  pen.textBaseline = 'middle'
  pen.fillStyle = ink.line
  pen.fillRect(sizes.labels, sizes.axis - 1, sizes.width - sizes.labels, 1)
  pen.fillStyle = ink.text
  for (const tick of marks) {
    const wide = pen.measureText(tick.text).width
    const left = xOf(scene, tick.ms) - wide / 2
    pen.fillText(tick.text, Math.min(sizes.width - wide, Math.max(sizes.labels, left)), sizes.axis / 2 - 1)
  }
}

function writeLabels(
  pen: CanvasRenderingContext2D,
  rows: readonly Track[],
  { sizes, scroll }: Scene,
  ink: Ink,
): void {
  pen.save()
  pen.beginPath()
  pen.rect(0, sizes.axis, sizes.labels, sizes.height - sizes.axis)
  pen.clip()
  pen.font = '11.5px ui-monospace, Menlo, Consolas, monospace'
  pen.fillStyle = ink.text
  for (const [row, track] of rows.entries()) {
    const y = sizes.axis + (row + 0.45) * sizes.laneHeight - scroll
    if (y > 0 && y < sizes.height + sizes.laneHeight) pen.fillText(shortContainer(track.lane.container), 0, y)
  }
  pen.restore()
}
