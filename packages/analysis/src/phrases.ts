import type { ContainerId, Ms } from '@thermocline/wire'

/** "850 ms", "12.3 s", "10.5 min", "3.2 h": for sentences that give evidence. */
export function lasting(duration: Ms): string {
  const seconds = duration / 1000
  if (seconds < 1) return `${Math.round(duration)} ms`
  if (seconds < 120) return `${round(seconds)} s`
  if (seconds < 7200) return `${round(seconds / 60)} min`
  return `${round(seconds / 3600)} h`
}

/** The end of a container's name, which tells it from others; the rest is a date. */
export function shortName(container: ContainerId): string {
  return container.length > 12 ? `…${container.slice(-8)}` : container
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10)
}
