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
  /** The earliest start any sighting gave. */
  readonly firstStart: UnixUs
  /** The latest moment at which another sighting of this attempt may start: the greatest of its sightings' reaches. */
  readonly reach: UnixUs
}

/** The attempts at one (container, request id), oldest first, and how many of those met were new. */
export interface MergedAttempts {
  readonly attempts: readonly Attempt[]
  readonly stored: number
  readonly known: number
}

// A retry starts a minute or more after the earlier attempt ended: both of these stay far below that.
/** Sightings whose starts are this near belong to one attempt. */
const NEAR_STARTS_US = 30_000_000
/** So do sightings that overlap, give or take this. A long suppressed init puts START far before the handler's span. */
const NEAR_END_US = 1_000_000

/**
 * Joins sightings of one (container, request id) to its attempts: single linkage, where each sighting links to all that
 * start between its own start and its reach. Sightings linked in a chain cover one stretch of time without a gap, and
 * its two ends, which an attempt keeps, are all that linkage needs: so arrival order does not matter.
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
    if (last !== undefined && piece.attempt.firstStart <= last.attempt.reach) {
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
  return { [sighting.source]: partOf(sighting), firstStart: sighting.start, reach: reachOf(sighting) }
}

function reachOf({ start, end = start }: InvocationSighting): UnixUs {
  return Math.max(start + NEAR_STARTS_US, end + NEAR_END_US) as UnixUs
}

function joinAttempts(a: Attempt, b: Attempt): Attempt {
  const span = a.span && b.span ? joinParts('span', a.span, b.span) : (a.span ?? b.span)
  const log = a.log && b.log ? joinParts('log', a.log, b.log) : (a.log ?? b.log)
  return {
    ...(span && { span }),
    ...(log && { log }),
    firstStart: a.firstStart <= b.firstStart ? a.firstStart : b.firstStart,
    reach: a.reach >= b.reach ? a.reach : b.reach,
  }
}
