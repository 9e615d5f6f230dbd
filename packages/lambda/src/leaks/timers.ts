import type { AsyncHook } from 'node:async_hooks'
import { callSites, type CallSite } from '../call-site.ts'
import type { Detector } from './detector.ts'
import type { Finding } from './finding.ts'
import { createSeries, type Growth } from './growth.ts'
import { relativeTo } from './task-path.ts'

export interface TimersFacts {
  readonly taskRoot: string
  /** The SDK's own file: its timers are not the user's. */
  readonly ownFile: string | undefined
}

// A hook on async resources makes promises 5-10 times slower, so it is on for single invocations only, and no more
// than this many after a look, in case the first ones start no timer.
const MOST_HOOKED = 5
/** A hundred timers that all fire are a load; a few are a leak all the same. */
const MANY_TIMERS = 100

/** Finds timers that are left running: more active ones at each look, named by the line that starts them. */
export function watchTimers(facts: TimersFacts): Detector {
  const series = createSeries()
  let culprit: Culprit | undefined
  let wanted = false
  let hooked = 0
  let hook: TimerHook | undefined

  return {
    begin() {
      if (!wanted || hook || hooked >= MOST_HOOKED) return
      hooked += 1
      hook = hookTimers(facts)
    },
    end() {
      culprit ??= hook?.stop()
      hook = undefined
    },
    look({ ordinal, root }) {
      series.add({ ordinal, size: activeTimers(), root })
      const growth = series.news()
      wanted = growth !== undefined && culprit === undefined
      hooked = 0
      if (!growth || !culprit) return []
      series.told()
      return [toFinding(growth, culprit, facts.taskRoot)]
    },
  }
}

function toFinding(growth: Growth, culprit: Culprit, taskRoot: string): Finding {
  const { site, name } = culprit
  const size = growth.last.size
  return {
    kind: 'timer',
    class: 'resource',
    severity: size >= MANY_TIMERS ? 'high' : 'medium',
    name: site.functionName ? `${name} in ${site.functionName}` : name,
    location: `${relativeTo(taskRoot, site.file)}:${site.line}`,
    confidence: growth.confidence,
    sizeFirst: growth.first.size,
    size,
    invocations: growth.last.ordinal - growth.first.ordinal + 1,
    from: growth.first.root,
  }
}

/** Timers that keep the process alive; an unref'd one says itself that it does not matter, and ours are such. */
function activeTimers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
}

interface Culprit {
  readonly name: 'setInterval' | 'setTimeout'
  readonly site: CallSite
}

interface TimerHook {
  /** Whose timers made since are still running; the most frequent line. */
  stop(): Culprit | undefined
}

function hookTimers(facts: TimersFacts): TimerHook {
  const made: { readonly timer: WeakRef<object>; readonly culprit: Culprit }[] = []
  const asyncHooks = process.getBuiltinModule('node:async_hooks')
  const hook: AsyncHook = asyncHooks.createHook({
    init(_id, type, _trigger, resource) {
      if (type !== 'Timeout') return
      try {
        const site = userSite(facts)
        const name = Reflect.get(resource, '_repeat') === null ? 'setTimeout' : 'setInterval'
        if (site) made.push({ timer: new WeakRef(resource), culprit: { name, site } })
      } catch {
        // Whatever is thrown inside a hook ends the process.
      }
    },
  })
  hook.enable()
  return {
    stop() {
      hook.disable()
      return mostFrequent(made.filter(({ timer }) => isRunning(timer.deref())).map(({ culprit }) => culprit))
    },
  }
}

/** Undefined for a timer of a dependency: undici and others keep some of their own, and end them. */
function userSite(facts: TimersFacts): CallSite | undefined {
  const caller = callSites().find((site) => site.file !== facts.ownFile)
  return caller?.file.includes('/node_modules/') ? undefined : caller
}

function isRunning(timer: object | undefined): boolean {
  if (!timer || Reflect.get(timer, '_destroyed') === true) return false
  return 'hasRef' in timer && typeof timer.hasRef === 'function' && timer.hasRef() === true
}

function mostFrequent(culprits: readonly Culprit[]): Culprit | undefined {
  const counts = new Map<string, { readonly culprit: Culprit; count: number }>()
  for (const culprit of culprits) {
    const key = `${culprit.name} ${culprit.site.file}:${culprit.site.line}`
    const entry = counts.get(key) ?? { culprit, count: 0 }
    entry.count += 1
    counts.set(key, entry)
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count)[0]?.culprit
}
