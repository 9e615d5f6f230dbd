import type { Detector } from '../detector.ts'
import { growthFinding } from '../finding.ts'
import { createSeries, MANY_RESOURCES, severityOf } from '../growth.ts'
import { type CodeFacts, placeOf, searchCulprit } from './culprit.ts'

/** Finds timers that are left running: more active ones at each look, named by the line that starts them. */
export function watchTimers(facts: CodeFacts): Detector {
  const series = createSeries()
  const search = searchCulprit(['Timeout'], facts, whatOf)
  return {
    begin: () => search.begin(),
    end: () => search.end(),
    look({ ordinal, root }) {
      series.add({ ordinal, size: activeTimers(), root })
      const growth = series.news()
      const culprit = search.found()
      if (!growth) return []
      if (!culprit) {
        search.want()
        return []
      }
      series.told()
      const place = placeOf(culprit, facts, false)
      const severity = severityOf(growth.last.size, MANY_RESOURCES)
      return place ? [growthFinding({ kind: 'timer', class: 'resource', severity, ...place }, growth)] : []
    },
  }
}

/** Timers that keep the process alive; an unref'd one says itself that it does not matter, and ours are such. */
function activeTimers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
}

function whatOf(timer: object): string | undefined {
  if (Reflect.get(timer, '_destroyed') === true) return undefined
  const isRunning = 'hasRef' in timer && typeof timer.hasRef === 'function' && timer.hasRef() === true
  if (!isRunning) return undefined
  return Reflect.get(timer, '_repeat') === null ? 'setTimeout' : 'setInterval'
}
