import type { LoadedModule } from '../../init/module-profile.ts'
import { codeLine } from '../../identity/code-path.ts'
import { performance } from '../../node-globals.ts'
import { type Detector, type Moment, momentOf } from '../detector.ts'
import { stateFinding } from '../finding.ts'
import { isForeign, type UserCode } from '../code/loaded-files.ts'
import { escape, lineWith } from '../code/pattern.ts'
import { lineInCode } from '../code/search.ts'
import { readSource } from '../code/source-text.ts'

export interface LoadedFacts extends UserCode {
  /** Modules that were loaded since the invocation began. */
  readonly loaded: () => readonly LoadedModule[]
}

/** What is shorter is not worth a word to whoever reads of a cold start of 200 ms. */
const HEAVY_MS = 50
/** Until then it may still turn out that all invocations take as long. */
const SURE_INVOCATIONS = 5
const MOST_WAITING = 5

interface Lazy {
  readonly module: LoadedModule
  readonly moment: Moment
  readonly tookMs: number
}

/** Finds modules that the handler loads itself, while a caller waits. */
export function watchLazyInit(facts: LoadedFacts): Detector {
  const waiting: Lazy[] = []
  let beganAt = 0
  let usualMs = Infinity
  let ended = 0

  return {
    begin() {
      beganAt = performance.now()
    },
    end(moment) {
      ended += 1
      const tookMs = performance.now() - beganAt
      const heaviest = tookMs >= HEAVY_MS ? heaviestOf(facts.loaded()) : undefined
      if (heaviest && waiting.length < MOST_WAITING) {
        waiting.push({ module: heaviest, moment: momentOf(moment), tookMs })
      } else usualMs = Math.min(usualMs, tookMs)
    },
    look({ ordinal }) {
      if (ended < SURE_INVOCATIONS) return []
      return waiting.splice(0).flatMap(({ module, moment, tookMs }) => {
        const request = requestOf(module, facts)
        if (tookMs - usualMs < HEAVY_MS || !request) return []
        const found = {
          kind: 'lazy_init',
          class: 'state',
          severity: 'low',
          confidence: 0.8,
          ...request,
        } as const
        return [stateFinding(found, moment, ordinal)]
      })
    },
  }
}

/** Of those that the user's own code asked for. */
function heaviestOf(modules: readonly LoadedModule[]): LoadedModule | undefined {
  const asked = modules.filter(
    ({ id, askedBy, parent }) => parent === undefined && !id.startsWith('node:') && !isForeign(askedBy ?? ''),
  )
  return asked.toSorted((a, b) => b.endMs - b.startMs - (a.endMs - a.startMs))[0]
}

/** The line that asks for it, and how. */
function requestOf(
  { id, askedBy }: LoadedModule,
  facts: LoadedFacts,
): { name: string; location: string | undefined } | undefined {
  if (askedBy === undefined) return importOf(id, facts)
  const asks = new RegExp(`\\brequire\\s*\\(.*${escape(id)}`)
  const line = lineWith(readSource(askedBy) ?? '', asks)
  return line === undefined
    ? undefined
    : { name: called('require', id), location: codeLine(facts.taskRoot, askedBy, line + 1) }
}

function importOf(
  url: string,
  facts: LoadedFacts,
): { name: string; location: string | undefined } | undefined {
  const file = /[^/]+$/.exec(url)?.[0]
  if (file === undefined) return undefined
  const asks = new RegExp(`\\bimport\\s*\\(\\s*['"\`][^'"\`]*${escape(file)}['"\`]`)
  const location = lineInCode(asks, /./, facts)
  return location === undefined ? undefined : { name: called('import', `./${file}`), location }
}

function called(how: 'import' | 'require', id: string): string {
  return `${how}('${id}')`
}
