import type { LiveChange } from '@thermocline/wire'
import { useEffect, useState } from 'preact/hooks'
import { ASK } from './ask.ts'

export type Connection = 'connecting' | 'live' | 'lost'

export interface Live {
  readonly connection: Connection
  /** Rises with every change of the store, at most once per second and only while the page is in sight. */
  readonly revision: number
}

const QUIET_MS = 1000
const RETRY_MS = 3000

export function useLive(): Live {
  const [live, setLive] = useState<Live>({ connection: 'connecting', revision: 0 })
  useEffect(
    () =>
      follow(
        (revision) => setLive((now) => ({ ...now, revision })),
        (connection) => setLive((now) => (now.connection === connection ? now : { ...now, connection })),
      ),
    [],
  )
  return live
}

function follow(
  onRevision: (revision: number) => void,
  onConnection: (state: Connection) => void,
): () => void {
  const calm = calmly(onRevision)
  let source: EventSource | undefined
  let retry = 0

  function open(): void {
    close()
    const opened = new EventSource(ASK.live)
    source = opened
    opened.addEventListener('open', () => onConnection('live'))
    opened.addEventListener('changed', (event: MessageEvent<string>) => {
      calm.changed((JSON.parse(event.data) as LiveChange).revision)
    })
    opened.addEventListener('error', () => {
      onConnection('lost')
      // The browser tries again by itself, except when the server answered with a status it gives up on.
      if (opened.readyState === EventSource.CLOSED) retry = window.setTimeout(open, RETRY_MS)
    })
  }
  function close(): void {
    clearTimeout(retry)
    source?.close()
  }

  open()
  // A page with an open stream cannot be kept for Back, so it is closed on the way out.
  window.addEventListener('pagehide', close)
  window.addEventListener('pageshow', reopen)
  document.addEventListener('visibilitychange', calm.look)
  function reopen(event: PageTransitionEvent): void {
    if (event.persisted) open()
  }
  return () => {
    close()
    calm.stop()
    window.removeEventListener('pagehide', close)
    window.removeEventListener('pageshow', reopen)
    document.removeEventListener('visibilitychange', calm.look)
  }
}

function calmly(tell: (revision: number) => void): {
  readonly changed: (revision: number) => void
  readonly look: () => void
  readonly stop: () => void
} {
  let newest = 0
  let told = 0
  let timer = 0
  function look(): void {
    if (document.hidden || newest === told || timer !== 0) return
    told = newest
    tell(newest)
    timer = window.setTimeout(() => {
      timer = 0
      look()
    }, QUIET_MS)
  }
  return {
    changed: (revision) => {
      newest = revision
      look()
    },
    look,
    stop: () => clearTimeout(timer),
  }
}
