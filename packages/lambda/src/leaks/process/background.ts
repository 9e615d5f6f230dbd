import type { Detector, Look, Moment } from '../detector.ts'
import { type Finding, stateFinding } from '../finding.ts'
import { type CodeFacts, type Culprit, placeOf, searchCulprit, siteOf } from './culprit.ts'
import { countInRow } from './in-row.ts'
import type { UserCode } from '../code/loaded-files.ts'
import { rearms } from './operation.ts'
import { REQUEST, watchRequests } from './requests.ts'

/** Work that an invocation has begun and not waited for: it is frozen with the container, and goes on in another's time. */
interface Kind {
  /** As process.getActiveResourcesInfo() calls it. */
  readonly active: string
  /** As async_hooks does. */
  readonly type: string
  readonly name: string
}

const KINDS: readonly Kind[] = [
  { active: 'Timeout', type: 'Timeout', name: 'setTimeout' },
  { active: 'Immediate', type: 'Immediate', name: 'setImmediate' },
  { active: 'FSReqCallback', type: 'FSREQCALLBACK', name: 'file operation' },
  { active: 'FSReqPromise', type: 'FSREQPROMISE', name: 'file operation' },
]
/** One that is late now and then is a matter of luck; of so many in a row each was left. */
const SURE_INVOCATIONS = 10

/** Finds work that goes on when the invocation is over: timers, file operations, requests that nobody waits for. */
export function watchBackground(facts: CodeFacts & UserCode): Detector {
  const watched = KINDS.map((kind) => ({
    kind,
    inRow: countInRow(SURE_INVOCATIONS),
    search: searchCulprit([kind.type], facts, (resource) => (isOneShot(resource) ? kind.name : undefined)),
  }))
  const requests = watchRequests(facts)
  const requestsInRow = countInRow(SURE_INVOCATIONS)
  const told = new Set<string>()
  let before: readonly number[] = []

  function tell(culprit: Culprit | undefined, since: Moment, look: Look): Finding[] {
    if (!culprit) return []
    told.add(culprit.what)
    const site = siteOf(culprit)
    const place = placeOf(culprit, facts, true)
    // One that starts itself again is never over: it is told of as a timer.
    if (!site || !place || rearms(site)) return []
    const found = { kind: 'background_work', class: 'background', severity: 'medium', ...place } as const
    return [stateFinding({ ...found, confidence: 0.9 }, since, look.ordinal)]
  }

  function judge({ kind, inRow, search }: (typeof watched)[number], look: Look): Finding[] {
    const since = inRow.since()
    if (!since || told.has(kind.name)) return []
    if (!search.found()) search.want()
    return tell(search.found(), since, look)
  }

  function judgeRequests(look: Look): Finding[] {
    const since = requestsInRow.since()
    return since && !told.has(REQUEST) ? tell(requests.culprit(), since, look) : []
  }

  return {
    begin() {
      requests.begin()
      for (const { search } of watched) search.begin()
      before = activeNow()
    },
    end(moment) {
      const after = activeNow()
      for (const [index, { inRow, search }] of watched.entries()) {
        search.end()
        inRow.add((after[index] ?? 0) > (before[index] ?? 0), moment)
      }
      requestsInRow.add(requests.open() > 0, moment)
    },
    look: (look) => [...watched.flatMap((each) => judge(each, look)), ...judgeRequests(look)],
  }
}

/** An interval is not over later, but never. */
function isOneShot(resource: object): boolean {
  if (Reflect.get(resource, '_destroyed') === true) return false
  return Reflect.get(resource, '_repeat') === null || !('_repeat' in resource)
}

/** Of each kind. */
function activeNow(): readonly number[] {
  const active = process.getActiveResourcesInfo()
  return KINDS.map((kind) => active.filter((name) => name === kind.active).length)
}
