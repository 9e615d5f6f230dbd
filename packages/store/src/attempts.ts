import type {
  ContainerId,
  FunctionIdentity,
  InvocationRow,
  InvocationSighting,
  RequestId,
  UnixUs,
} from '@thermocline/wire'
import { combineParts, joinParts, partOf, type Part } from './part.ts'

/** One attempt at a request, as each source says it. */
export interface Attempt {
  readonly span?: Part
  readonly log?: Part
  /** Earliest and latest start any sighting gave: what decides whether the next sighting belongs here. */
  readonly firstStart: UnixUs
  readonly lastStart: UnixUs
}

/** The attempts at one (container, request id), oldest first, and how many of those met were new. */
export interface MergedAttempts {
  readonly attempts: readonly Attempt[]
  readonly stored: number
  readonly known: number
}

/** Sightings whose starts are this near belong to one attempt; Lambda's first retry comes after a minute. */
const SAME_ATTEMPT_US = 30_000_000

/**
 * Joins sightings of one (container, request id) to its attempts: single linkage over all starts seen. An attempt
 * keeps the first and the last of them, which is all that linkage needs, so arrival order does not matter.
 */
export function mergeAttempts(
  existing: readonly Attempt[],
  sightings: readonly InvocationSighting[],
): MergedAttempts {
  const pieces = [
    ...existing.map((attempt) => ({ attempt, old: true, met: false })),
    ...sightings.map((sighting) => ({ attempt: fromSighting(sighting), old: false, met: true })),
  ].toSorted((a, b) => a.attempt.firstStart - b.attempt.firstStart)
  const merged: typeof pieces = []
  for (const piece of pieces) {
    const last = merged.at(-1)
    if (last !== undefined && piece.attempt.firstStart - last.attempt.lastStart <= SAME_ATTEMPT_US) {
      last.attempt = joinAttempts(last.attempt, piece.attempt)
      last.old ||= piece.old
      last.met ||= piece.met
    } else merged.push(piece)
  }
  const met = merged.filter((piece) => piece.met)
  const known = met.filter((piece) => piece.old).length
  return { attempts: merged.map((piece) => piece.attempt), stored: met.length - known, known }
}

/** `attempt` is 1-based. */
export function toInvocationRow(
  of: { function: FunctionIdentity; container: ContainerId; requestId: RequestId; attempt: number },
  parts: Pick<Attempt, 'span' | 'log'>,
): InvocationRow {
  return { ...of, sources: sourcesOf(parts), ...combineParts(parts.span, parts.log) }
}

const BOTH = ['span', 'log'] as const
const SPAN = ['span'] as const
const LOG = ['log'] as const

function sourcesOf({ span, log }: Pick<Attempt, 'span' | 'log'>): InvocationRow['sources'] {
  if (span === undefined) return LOG
  return log === undefined ? SPAN : BOTH
}

function fromSighting(sighting: InvocationSighting): Attempt {
  const { source, start } = sighting
  return { [source]: partOf(sighting), firstStart: start, lastStart: start }
}

function joinAttempts(a: Attempt, b: Attempt): Attempt {
  const span = a.span && b.span ? joinParts('span', a.span, b.span) : (a.span ?? b.span)
  const log = a.log && b.log ? joinParts('log', a.log, b.log) : (a.log ?? b.log)
  return {
    ...(span && { span }),
    ...(log && { log }),
    firstStart: a.firstStart <= b.firstStart ? a.firstStart : b.firstStart,
    lastStart: a.lastStart >= b.lastStart ? a.lastStart : b.lastStart,
  }
}
