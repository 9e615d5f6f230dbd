import type { AsyncHook } from 'node:async_hooks'
import { callSites, type CallSite } from '../../call-site.ts'
import { shielded } from '../../call/shield.ts'
import { codeLine } from '../../identity/code-path.ts'
import type { Grown } from '../finding.ts'
import { isForeign } from '../code/loaded-files.ts'
import { writtenPlace } from '../code/written-place.ts'
import { written } from './operation.ts'

/** Who makes something that stays. It holds nothing of that itself. */
export interface Culprit {
  /** What is made: `setInterval`, `socket`. */
  readonly what: string
  /** Innermost first. Of a bundle it is found out later which of them are the user's. */
  readonly sites: readonly CallSite[]
}

export interface CodeFacts {
  readonly taskRoot: string
  /** The SDK's own file: what it makes is not the user's. */
  readonly ownFile: string | undefined
}

/** Finds the line that makes resources, once it is known that they stay. */
export interface Search {
  /** Before each invocation. */
  begin(): void
  /** After it. */
  end(): void
  /** From now on, until somebody is found or enough invocations were watched. */
  want(): void
  found(): Culprit | undefined
}

// A hook on async resources makes promises 5-10 times slower, so it is on for single invocations only, and no more
// than this many after a look, in case the first ones make nothing.
const MOST_HOOKED = 5

/** What a resource is, where it is still there after the invocation; undefined where it is over. */
export type WhatOf = (resource: object) => string | undefined

/** `types`: as async_hooks names them. */
export function searchCulprit(types: readonly string[], facts: CodeFacts, whatOf: WhatOf): Search {
  let wanted = false
  let hooked = 0
  let hook: Hook | undefined
  let found: Culprit | undefined
  return {
    begin() {
      if (!wanted || hook || hooked >= MOST_HOOKED) return
      hooked += 1
      hook = hookResources(types, facts)
    },
    end() {
      found ??= hook?.stop(whatOf)
      if (found) wanted = false
      hook = undefined
    },
    want() {
      wanted = found === undefined
      hooked = 0
    },
    found: () => found,
  }
}

/**
 * Its name for people and file:line: `what` in a function, or what the code calls there, where that says more. Undefined
 * for what a dependency in a bundle makes.
 */
export function placeOf(
  culprit: Culprit,
  { taskRoot }: CodeFacts,
  byCall: boolean,
): Pick<Grown, 'name' | 'location'> | undefined {
  const site = siteOf(culprit)
  if (!site) return undefined
  const { name, file, line } = written(culprit.what, site, byCall)
  return { name, location: codeLine(taskRoot, file, line) }
}

interface Made {
  readonly resource: WeakRef<object>
  readonly site: CallSite
  /** Over when its callback begins. */
  readonly once: boolean
}

interface Hook {
  /** Whose resources made since are still there; the most frequent line. */
  stop(whatOf: WhatOf): Culprit | undefined
}

function hookResources(types: readonly string[], facts: CodeFacts): Hook {
  const made = new Map<number, Made>()
  const asyncHooks = process.getBuiltinModule('node:async_hooks')
  const hook: AsyncHook = asyncHooks.createHook({
    init(id, type, _trigger, resource) {
      try {
        if (!types.includes(type)) return
        const site = userSite(facts)
        if (site) made.set(id, { resource: new WeakRef(resource), site, once: type.startsWith('FSREQ') })
      } catch {
        // Whatever is thrown inside a hook ends the process.
      }
    },
    // A file operation that is over may still be counted as active.
    before: shielded((id: number) => {
      if (made.get(id)?.once) made.delete(id)
    }),
  })
  hook.enable()
  return {
    stop(whatOf) {
      hook.disable()
      return mostFrequent(
        [...made.values()].flatMap(({ resource: reference, site }) => {
          const resource = reference.deref()
          const what = resource && whatOf(resource)
          return what === undefined ? [] : [{ what, sites: [site] }]
        }),
      )
    },
  }
}

/** The lines that led here, through whatever dependencies: those in no dependency's file. */
export function callersOf({ ownFile }: CodeFacts): readonly CallSite[] {
  return callSites().filter(({ file }) => file !== ownFile && !isForeign(file))
}

/** Undefined for what a dependency makes: undici and others keep timers of their own, and end them. */
function userSite(facts: CodeFacts): CallSite | undefined {
  const caller = callSites().find((site) => site.file !== facts.ownFile)
  return caller && isForeign(caller.file) ? undefined : caller
}

/** The one of the place that most of them have, of those that are the user's. */
export function mostFrequent(culprits: readonly Culprit[]): Culprit | undefined {
  // Node 20 has no Map.groupBy.
  const byPlace = new Map<string, Culprit[]>()
  for (const culprit of culprits) {
    const [site] = culprit.sites
    const place = `${site?.file}:${site?.line}:${site?.column}`
    byPlace.set(place, [...(byPlace.get(place) ?? []), culprit])
  }
  const groups = [...byPlace.values()].toSorted((a, b) => b.length - a.length)
  return groups.map(([culprit]) => culprit).find((culprit) => culprit && siteOf(culprit) !== undefined)
}

/** The innermost that is the user's; undefined where a bundle shows that all are a dependency's. */
export function siteOf({ sites }: Culprit): CallSite | undefined {
  return sites.find((site) => !isForeign(writtenPlace(site).file))
}
