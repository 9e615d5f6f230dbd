import { useEffect, useState } from 'preact/hooks'

const MOVED = 'thermocline:moved'

/** The address of the page, followed through Back, Forward, links and {@link go}. */
export function useUrl(): URL {
  const [href, setHref] = useState(location.href)
  useEffect(() => {
    const follow = (): void => setHref(location.href)
    window.addEventListener('popstate', follow)
    window.addEventListener(MOVED, follow)
    document.addEventListener('click', followLink)
    return () => {
      window.removeEventListener('popstate', follow)
      window.removeEventListener(MOVED, follow)
      document.removeEventListener('click', followLink)
    }
  }, [])
  return new URL(href)
}

/** `push` makes a step that Back undoes; `replace` is for what changes continuously, such as typing or zooming. */
export function go(href: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push' && href !== location.pathname + location.search) history.pushState(null, '', href)
  else history.replaceState(history.state, '', href)
  window.dispatchEvent(new Event(MOVED))
}

// Every plain <a href> inside the dashboard is a view: links need no component of their own.
function followLink(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (link === null || !isOurs(link) || !isPlainClick(event)) return
  event.preventDefault()
  go(link.pathname + link.search)
}

function isOurs(link: HTMLAnchorElement): boolean {
  const leaves = link.target !== '' || link.hasAttribute('download') || link.hash !== ''
  return !leaves && link.origin === location.origin && !link.pathname.startsWith('/api/')
}

function isPlainClick(event: MouseEvent): boolean {
  const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
  return event.button === 0 && !modified && !event.defaultPrevented
}
