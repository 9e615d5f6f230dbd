import { shielded } from '../../call/shield.ts'
import { performance } from '../../node-globals.ts'
import type { Detector } from '../detector.ts'
import { stateFinding } from '../finding.ts'
import { callersOf, type CodeFacts, type Culprit, mostFrequent, placeOf } from './culprit.ts'
import { countInRow } from './in-row.ts'

// Node announces each socket that a client opens: http, fetch, tls and what is built on them, at 0.1-0.2 µs.
const CHANNEL = 'net.client.socket'
/** Before so many invocations a pool may still be filling. */
const WARM_UP = 10
/** So many in a row that opened one are no coincidence. */
const SURE_INVOCATIONS = 20
/** Servers and gateways close what was idle for longer: to connect anew is no fault then. */
const KEPT_MS = 1000
/** Enough to tell which line it is. */
const MOST_KEPT = 100

/** Finds connections that are opened at each invocation, where one could have been kept. */
export function watchConnections(facts: CodeFacts): Detector {
  const channels = process.getBuiltinModule('node:diagnostics_channel')
  const connections: Culprit[] = []
  const inRow = countInRow(SURE_INVOCATIONS)
  let opened = 0
  let begun = 0
  let endedAt = -Infinity
  let soon = false
  let told = false

  function note(): void {
    const sites = begun > WARM_UP && !told ? callersOf(facts) : []
    // Who has no line of the user's above him is a dependency that connects by itself, or this SDK.
    if (sites.length === 0) return
    opened += 1
    if (connections.length < MOST_KEPT) connections.push({ what: 'connection', sites })
  }

  // A subscriber that throws ends the process.
  channels.subscribe(CHANNEL, shielded(note))

  return {
    begin() {
      begun += 1
      opened = 0
      soon = performance.now() - endedAt < KEPT_MS
    },
    end(moment) {
      endedAt = performance.now()
      if (begun > WARM_UP && soon) inRow.add(opened > 0, moment)
    },
    look({ ordinal }) {
      const since = inRow.since()
      const culprit = mostFrequent(connections)
      if (told || !since || !culprit) return []
      told = true
      const place = placeOf(culprit, facts, true)
      if (!place) return []
      const found = { kind: 'connection_churn', class: 'resource', severity: 'medium', ...place } as const
      return [stateFinding({ ...found, confidence: 0.9 }, since, ordinal)]
    },
  }
}
