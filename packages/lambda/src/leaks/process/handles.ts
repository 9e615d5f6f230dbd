import type { Detector, Look } from '../detector.ts'
import { type Finding, growthFinding } from '../finding.ts'
import { createSeries, MANY_RESOURCES, type Series, severityOf } from '../growth.ts'
import { type CodeFacts, placeOf, type Search, searchCulprit } from './culprit.ts'

/** A kind of handle that stays open. */
interface Kind {
  /** As process.getActiveResourcesInfo() calls it. */
  readonly active: string
  /** As async_hooks does. */
  readonly types: readonly string[]
  readonly name: string
}

const KINDS: readonly Kind[] = [
  { active: 'TCPSocketWrap', types: ['TCPWRAP'], name: 'socket' },
  { active: 'TLSWrap', types: ['TLSWRAP'], name: 'TLS socket' },
  { active: 'TCPServerWrap', types: ['TCPSERVERWRAP'], name: 'server' },
  { active: 'UDPWrap', types: ['UDPWRAP'], name: 'UDP socket' },
  { active: 'FSEventWrap', types: ['FSEVENTWRAP'], name: 'file watcher' },
  { active: 'StatWatcher', types: ['STATWATCHER'], name: 'file watcher' },
  { active: 'ProcessWrap', types: ['PROCESSWRAP'], name: 'child process' },
  { active: 'MessagePort', types: ['MESSAGEPORT', 'WORKER'], name: 'worker or message port' },
]

/** Finds sockets, watchers, child processes and the like that stay open: more at each look. */
export function watchHandles(facts: CodeFacts): Detector {
  const watched = KINDS.map((kind) => ({
    kind,
    series: createSeries(),
    search: searchCulprit(kind.types, facts, () => kind.name),
  }))

  function judge(kind: Kind, series: Series, search: Search): Finding[] {
    const growth = series.news()
    if (!growth) return []
    const culprit = search.found()
    if (!culprit) {
      search.want()
      return []
    }
    series.told()
    const severity = severityOf(growth.last.size, MANY_RESOURCES)
    const place = placeOf(culprit, facts, false)
    if (!place) return []
    return [growthFinding({ kind: 'handle', class: 'resource', severity, ...place }, growth)]
  }

  return {
    begin: () => watched.forEach(({ search }) => search.begin()),
    end: () => watched.forEach(({ search }) => search.end()),
    look({ ordinal, root }: Look) {
      const active = process.getActiveResourcesInfo()
      return watched.flatMap(({ kind, series, search }) => {
        series.add({ ordinal, size: active.filter((name) => name === kind.active).length, root })
        return judge(kind, series, search)
      })
    },
  }
}
