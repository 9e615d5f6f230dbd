import type uPlot from 'uplot'
import { clock, count, duration, shortDay } from '../format.ts'

/** The same stretch of time for charts that stand side by side, so that they can be read together. */
export interface TimeFrame {
  readonly fromMs: number
  readonly toMs: number
}

/**
 * The time scale of a frame, with a little air. uPlot's own guess is not used: for a single point it spans years.
 */
export function timeScale({ fromMs, toMs }: TimeFrame): uPlot.Scale {
  const air = Math.max(500, (toMs - fromMs) * 0.015)
  return { time: true, range: [(fromMs - air) / 1000, (toMs + air) / 1000] }
}

/** A time axis whose labels come from format.ts, with the day on the first label and wherever it changes. */
export function timeAxis(colours: { readonly ink: string; readonly grid: string }): uPlot.Axis {
  return {
    ...plainAxis(colours),
    size: 34,
    grid: { show: false },
    space: 90,
    values: (_, seconds, __, ___, stepSeconds) => {
      let before = ''
      return seconds.map((second) => {
        const day = shortDay(second * 1000)
        const time = stepSeconds >= 86_400 ? '' : clock(second * 1000, stepSeconds * 1000)
        const text = day === before ? time : `${day} ${time}`.trim()
        before = day
        return text
      })
    },
  }
}

export function countAxis(colours: { readonly ink: string; readonly grid: string }): uPlot.Axis {
  return {
    ...plainAxis(colours),
    size: 48,
    incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 1e6],
    values: (_, values) => values.map((value) => count(value)),
  }
}

export function durationAxis(colours: { readonly ink: string; readonly grid: string }): uPlot.Axis {
  return { ...plainAxis(colours), size: 64, values: (_, values) => values.map((value) => duration(value)) }
}

function plainAxis(colours: { readonly ink: string; readonly grid: string }): uPlot.Axis {
  return {
    stroke: colours.ink,
    font: '12px system-ui, sans-serif',
    grid: { stroke: colours.grid, width: 1 },
    ticks: { show: false },
    gap: 8,
  }
}
