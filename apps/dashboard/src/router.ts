import { useEffect, useState } from 'preact/hooks'
import { createPlaces } from './places.ts'

const MOVED = 'thermocline:moved'
const STORED = 'thermocline:places'

/** Where the browser is. A new object for every move, even one to the same address. */
export interface Place {
  readonly url: URL
  /** How far down the page was left, in pixels, when a step of the history is met again; null at a new one. */
  readonly top: number | null
}

// The browser's own way to restore the position does not wait for content that is fetched.
history.scrollRestoration = 'manual'
const places = createPlaces(sessionStorage.getItem(STORED))
window.addEventListener('pagehide', () => {
  places.leave(window.scrollY)
  sessionStorage.setItem(STORED, places.text())
})

/** The address of the page, followed through Back, Forward, links and {@link go}. */
export function usePlace(): Place {
  const [place, setPlace] = useState(metAgain)
  useEffect(() => {
    const follow = (): void => setPlace({ url: new URL(location.href), top: null })
    const followHistory = (): void => {
      places.leave(window.scrollY)
      setPlace(metAgain())
    }
    window.addEventListener('popstate', followHistory)
    window.addEventListener(MOVED, follow)
    document.addEventListener('click', followLink)
    return () => {
      window.removeEventListener('popstate', followHistory)
      window.removeEventListener(MOVED, follow)
      document.removeEventListener('click', followLink)
    }
  }, [])
  return place
}

/** `push` makes a step that Back undoes; `replace` is for what changes continuously, such as typing or zooming. */
export function go(href: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push' && href !== location.pathname + location.search + location.hash) {
    places.leave(window.scrollY)
    history.pushState({ step: places.push() }, '', href)
  } else history.replaceState(history.state, '', href)
  window.dispatchEvent(new Event(MOVED))
}

function metAgain(): Place {
  const url = new URL(location.href)
  const step = stepOf(history.state)
  if (step !== null) return { url, top: places.arrive(step) }
  history.replaceState({ step: places.push() }, '')
  return { url, top: null }
}

function stepOf(state: unknown): number | null {
  const step = typeof state === 'object' && state !== null && 'step' in state ? state.step : null
  return typeof step === 'number' ? step : null
}

// Every plain <a href> inside the dashboard is a view: links need no component of their own.
function followLink(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (link === null || !isOurs(link) || !isPlainClick(event)) return
  event.preventDefault()
  go(link.pathname + link.search + link.hash)
}

function isOurs(link: HTMLAnchorElement): boolean {
  const leaves = link.target !== '' || link.hasAttribute('download')
  return !leaves && link.origin === location.origin && !link.pathname.startsWith('/api/')
}

function isPlainClick(event: MouseEvent): boolean {
  const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
  return event.button === 0 && !modified && !event.defaultPrevented
}
