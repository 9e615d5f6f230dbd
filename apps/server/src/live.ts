import type { Request, Response } from 'express'
import type { LiveChange } from '@thermocline/wire'

/** Tells listeners that the store has changed, as server-sent events. */
export interface Live {
  listen(request: Request, response: Response): void
  /** Ends every stream. */
  close(): void
}

export interface LiveSettings {
  /** Throws when the store is gone; the streams then end, and their next request hears why. */
  readonly revision: () => number
  readonly pollMs: number
  readonly heartbeatMs: number
}

/** Looks at the revision only while somebody listens: an idle server does nothing. */
export function openLive(settings: LiveSettings): Live {
  const listeners = new Set<Response>()
  let told = 0
  let poll: NodeJS.Timeout | undefined
  let heartbeat: NodeJS.Timeout | undefined

  function start(): void {
    poll = setInterval(look, settings.pollMs)
    heartbeat = setInterval(() => send(': still here\n\n'), settings.heartbeatMs)
  }

  function look(): void {
    try {
      const revision = settings.revision()
      if (revision === told) return
      told = revision
      send(changed({ revision }))
    } catch {
      close()
    }
  }

  function send(text: string): void {
    for (const listener of listeners) {
      // A listener that reads nothing would be kept in memory, event by event.
      if (listener.writableLength > MAX_UNREAD_BYTES) listener.destroy()
      else listener.write(text)
    }
  }

  function leave(response: Response): void {
    listeners.delete(response)
    if (listeners.size > 0) return
    clearInterval(poll)
    clearInterval(heartbeat)
  }

  function close(): void {
    for (const listener of listeners) listener.end()
  }

  return {
    listen(request, response) {
      // What changed before this stream was open is in its first event.
      const revision = settings.revision()
      response.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', Connection: 'close' })
      if (request.method === 'HEAD') return void response.end()
      response.write(`retry: ${RETRY_MS}\n\n${changed({ revision })}`)
      response.on('close', () => leave(response))
      if (listeners.size === 0) {
        told = revision
        start()
      }
      listeners.add(response)
    },
    close,
  }
}

const RETRY_MS = 1000
const MAX_UNREAD_BYTES = 64 * 1024

function changed(change: LiveChange): string {
  return `event: changed\ndata: ${JSON.stringify(change)}\n\n`
}
