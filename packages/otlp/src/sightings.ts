import type { FindingSighting, InvocationSighting, SpanRow, UnixUs } from '@thermocline/wire'
import { key } from '@thermocline/wire'
import { findingSighting, isFinding } from './finding-sighting.ts'
import type { Known } from './root-sighting.ts'
import { isOurs, rootSighting } from './root-sighting.ts'
import type { Tallies, Tally } from './tally.ts'
import { tallies } from './tally.ts'

export type { Known } from './root-sighting.ts'

export interface SpanSightings {
  readonly invocations: readonly InvocationSighting[]
  readonly findings: readonly FindingSighting[]
  /** Findings that could not be read as such, and numbers that cannot be; their spans are kept as they are. */
  readonly notes: readonly Tally[]
}

/**
 * What spans say of invocations and findings. A root's own attributes say everything that is needed; the resource
 * completes them, because only the first `log` line of a process carries a whole one.
 */
export function sightings(spans: readonly SpanRow[], known: Known = {}): SpanSightings {
  const inits = initStarts(spans)
  const roots = new Map<string, InvocationSighting>()
  const notes = tallies()
  for (const span of spans) {
    const id = idOf(span.traceId, span.spanId)
    const root = rootSighting(span, inits.get(id), known, notes)
    if (root !== undefined) roots.set(id, root)
  }
  const findings = findingsOf(spans, roots, known, notes)
  return { invocations: [...roots.values()], findings, notes: notes.list() }
}

function findingsOf(
  spans: readonly SpanRow[],
  roots: ReadonlyMap<string, InvocationSighting>,
  known: Known,
  notes: Tallies,
): FindingSighting[] {
  const findings: FindingSighting[] = []
  for (const span of spans.filter(isFinding)) {
    const root = roots.get(idOf(span.traceId, span.parentSpanId ?? ''))
    const finding = findingSighting(span, root, known, notes)
    if (typeof finding === 'string') notes.add(`${finding}: kept as spans only`)
    else findings.push(finding)
  }
  return findings
}

/** When the init of each root began, by the root's id, from the init spans among these. */
function initStarts(spans: readonly SpanRow[]): ReadonlyMap<string, UnixUs> {
  const starts = new Map<string, UnixUs>()
  for (const span of spans) {
    if (span.name !== key.INIT_SPAN_NAME || span.parentSpanId === undefined || !isOurs(span)) continue
    starts.set(idOf(span.traceId, span.parentSpanId), span.start)
  }
  return starts
}

function idOf(traceId: string, spanId: string): string {
  return `${traceId}${spanId}`
}
