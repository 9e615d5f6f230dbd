import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Place } from './router.ts'

/**
 * A new subject is a new page: screen readers and the keyboard start at its top, or at the part the link names. Back,
 * Forward and a reload return to where the page was left. Filters leave focus and scroll position alone.
 */
export function useArrival(subject: string, place: Place): void {
  const before = useRef(subject)
  useLayoutEffect(() => {
    const isNew = before.current !== subject
    before.current = subject
    if (isNew) document.getElementById('main')?.focus({ preventScroll: true })
    const { top, url } = place
    if (top !== null) return untilDone(() => scrolledTo(top))
    const part = decodeURIComponent(url.hash.slice(1))
    if (part !== '') return untilDone(() => wentTo(part))
    if (isNew) window.scrollTo(0, 0)
    return undefined
  }, [place])
}

/** Until then an answer may still be on its way; after it the reader has found a place of their own. */
const PATIENCE_MS = 5000
const ACTS = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const

// The content an arrival needs may come later than the arrival: tried again each time the page grows, until it is done
// or the reader does something.
function untilDone(attempt: () => boolean): (() => void) | undefined {
  if (attempt()) return undefined
  const stop = new AbortController()
  const watcher = new ResizeObserver(() => attempt() && stop.abort())
  stop.signal.addEventListener('abort', () => watcher.disconnect())
  for (const act of ACTS) window.addEventListener(act, () => stop.abort(), { signal: stop.signal })
  const timer = window.setTimeout(() => stop.abort(), PATIENCE_MS)
  stop.signal.addEventListener('abort', () => clearTimeout(timer))
  watcher.observe(document.body)
  return () => stop.abort()
}

function scrolledTo(top: number): boolean {
  window.scrollTo(0, top)
  return Math.abs(window.scrollY - top) < 1
}

function wentTo(part: string): boolean {
  const element = document.getElementById(part)
  if (element === null) return false
  if (!element.hasAttribute('tabindex')) element.tabIndex = -1
  element.focus({ preventScroll: true })
  element.scrollIntoView()
  return true
}
