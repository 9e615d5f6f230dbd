import { shielded } from '../../call/shield.ts'
import type { CallSite } from '../../call-site.ts'
import type { UserCode } from '../code/loaded-files.ts'
import { siteInCode } from '../code/search.ts'
import { callersOf, type CodeFacts, type Culprit, siteOf } from './culprit.ts'

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
  let open = new Map<object, readonly CallSite[]>()
  let called: CallSite | 'nowhere' | undefined

  const began = (message: unknown): void => {
    const resource = requestOf(message)
    if (!resource) return
    // The stack costs some 20 µs, a request a hundred times that.
    const sites = callersOf(facts)
    if (sites.length > 0 || isFetch(resource)) open.set(resource, sites)
  }
  const ended = (message: unknown): void => {
    const resource = requestOf(message)
    if (resource) open.delete(resource)
  }
  for (const name of BEGUN) channels.subscribe(name, shielded(began))
  for (const name of [...ANSWERED, ...FAILED]) channels.subscribe(name, shielded(ended))

  // Node 22 sends it when the call is over: no stack leads there, but the code may have one place only that it can be.
  function fetchSites(): readonly CallSite[] {
    called ??= siteInCode(/(?<![\w$.])fetch\s*\(/, facts) ?? 'nowhere'
    return called === 'nowhere' ? [] : [called]
  }

  return {
    begin: () => void (open = new Map()),
    open: () => open.size,
    culprit() {
      const all = [...open.values(), fetchSites()].map((sites): Culprit => ({ what: REQUEST, sites }))
      return all.find((each) => siteOf(each) !== undefined)
    },
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
