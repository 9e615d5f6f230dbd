import { shielded } from '../../call/shield.ts'
import type { CallSite } from '../../call-site.ts'
import { siteInCode, type UserCode } from '../source.ts'
import { callerOf, type CodeFacts, type Culprit } from './culprit.ts'

/** What one is called in a finding. */
export const REQUEST = 'request'

/** Requests that the user's code has sent in an invocation. */
export interface Requests {
  begin(): void
  /** How many of this invocation's have no answer yet. */
  open(): number
  culprit(): Culprit | undefined
}

// Node announces each request that a client begins and each answer that has come, for http and fetch alike.
const BEGUN = ['http.client.request.created', 'undici:request:create'] as const
const ANSWERED = ['http.client.response.finish', 'undici:request:headers'] as const
const FAILED = ['http.client.request.error', 'undici:request:error'] as const

export function watchRequests(facts: CodeFacts & UserCode): Requests {
  const channels = process.getBuiltinModule('node:diagnostics_channel')
  let open = new Map<object, Culprit>()

  const began = (message: unknown): void => {
    const resource = requestOf(message)
    if (!resource) return
    // The stack costs some 20 µs, a request a hundred times that.
    const site = callerOf(facts) ?? (isFetch(resource) ? fetchSite() : undefined)
    if (site) open.set(resource, { what: REQUEST, site })
  }
  // Node 22 sends it when the call is over: no stack leads there.
  let known: CallSite | null | undefined
  function fetchSite(): CallSite | undefined {
    known ??= siteInCode(/(?<![\w$.])fetch\s*\(/, facts) ?? null
    return known ?? undefined
  }
  const ended = (message: unknown): void => {
    const resource = requestOf(message)
    if (resource) open.delete(resource)
  }
  for (const name of BEGUN) channels.subscribe(name, shielded(began))
  for (const name of [...ANSWERED, ...FAILED]) channels.subscribe(name, shielded(ended))

  return {
    begin: () => void (open = new Map()),
    open: () => open.size,
    culprit: () => [...open.values()][0],
  }
}

/** Undici's requests say where they go to. */
function isFetch(request: object): boolean {
  return 'origin' in request
}

function requestOf(message: unknown): object | undefined {
  const request: unknown = typeof message === 'object' && message !== null && Reflect.get(message, 'request')
  return typeof request === 'object' && request !== null ? request : undefined
}
