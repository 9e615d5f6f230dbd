import { unixUs, type ContainerId, type ContainerRow, type UnixUs } from '@thermocline/wire'
import { isLeftCensored } from './containers.ts'
import type { SettledInvocation } from './settled.ts'

/** One container, as the question of causes sees it. */
export interface Life {
  readonly container: ContainerId
  /** Oldest first, at least one. */
  readonly invocations: readonly SettledInvocation[]
  /** When its first init began. For a container that began before what was seen: from when on it is known to exist. */
  readonly from: UnixUs
  /** How the time in `from` is known; `guessed` where only the first invocation's start is. */
  readonly fromIs: 'measured' | 'guessed'
  /** false where its first init was not seen: what it did before its first invocation seen is not known. */
  readonly isWhole: boolean
  readonly version: string | undefined
  readonly code: string | undefined
  readonly config: string | undefined
  readonly tenant: string | undefined
}

/** The lives of one function's containers, in the order they began. */
export function livesOf(
  containers: Iterable<readonly SettledInvocation[]>,
  rows: ReadonlyMap<ContainerId, ContainerRow>,
): Life[] {
  const lives: Life[] = []
  for (const invocations of containers) lives.push(life(invocations, rows.get(invocations[0]!.row.container)))
  return lives.toSorted(
    (a, b) =>
      a.from - b.from ||
      a.invocations[0]!.start - b.invocations[0]!.start ||
      (a.container < b.container ? -1 : 1),
  )
}

/** When the init that belongs to this invocation began, and whether that was measured. */
export function initMoment(
  invocation: SettledInvocation,
  container: ContainerRow | undefined,
): { at: UnixUs; is: Life['fromIs'] } {
  const { row, start } = invocation
  const said = earliestInit(invocation, container)
  if (said !== undefined && said <= start) return { at: said, is: 'measured' }
  // The age counts from the container's first process, so it tells nothing of a later one's init.
  if (row.containerAge !== undefined && invocation.startKind !== 'reinit')
    return { at: unixUs(start - Math.round(row.containerAge * 1000)), is: 'measured' }
  if (row.init !== undefined && invocation.startKind === 'cold')
    return { at: unixUs(start - Math.round(row.init.duration * 1000)), is: 'measured' }
  return { at: start, is: 'guessed' }
}

// A first init that overran is told of by the container's log, and the one that followed it by the invocation's span.
function earliestInit(
  { row, isFirstSeen, startKind }: SettledInvocation,
  container: ContainerRow | undefined,
): UnixUs | undefined {
  const ofContainer = isFirstSeen ? container?.initStart : undefined
  if (row.initStart === undefined || ofContainer === undefined || startKind === 'reinit')
    return row.initStart ?? ofContainer
  return unixUs(Math.min(row.initStart, ofContainer))
}

function life(invocations: readonly SettledInvocation[], row: ContainerRow | undefined): Life {
  const first = invocations[0]!
  const moment = initMoment(first, row)
  const known = (field: 'version' | 'codeFingerprint' | 'configFingerprint' | 'tenant'): string | undefined =>
    invocations.find((one) => one.row[field] !== undefined)?.row[field]
  return {
    container: first.row.container,
    invocations,
    from: moment.at,
    fromIs: moment.is,
    isWhole: !isLeftCensored(invocations),
    version: known('version'),
    code: known('codeFingerprint'),
    config: known('configFingerprint'),
    tenant: known('tenant'),
  }
}
