import type { FindingRow } from '@thermocline/wire'
import { fixOf, type Fix } from './finding-fix.ts'
import { reachOf, type Reach } from './finding-reach.ts'
import type { Process } from './processes.ts'

/** One finding of a function: what its processes said, and what all that is stored says of it. */
export interface UnderstoodFinding {
  readonly key: string
  /** One of each process that saw it, at least one. */
  readonly rows: readonly FindingRow[]
  /** By all of the function, whatever window or container is asked for; so is `fix`. */
  readonly reach: Reach
  readonly fix: Fix | null
  /** The reason; null where nobody said so. */
  readonly ignoredBecause: string | null
}

export function understandFindings(
  rows: readonly FindingRow[],
  processes: readonly Process[],
  ignored: ReadonlyMap<string, string>,
): UnderstoodFinding[] {
  if (rows.length === 0) return []
  const byContainer = Map.groupBy(processes, ({ container }) => container)
  return [...Map.groupBy(rows, (row) => row.key)].map(([key, same]) => {
    const reach = reachOf(same, processes, byContainer)
    return { key, rows: same, reach, fix: fixOf(reach, processes), ignoredBecause: ignored.get(key) ?? null }
  })
}

/** The findings as these rows alone would tell them; those without one are left out. */
export function findingsWhere(
  findings: readonly UnderstoodFinding[],
  holds: (row: FindingRow) => boolean,
): UnderstoodFinding[] {
  return findings
    .map((finding) => ({ ...finding, rows: finding.rows.filter(holds) }))
    .filter(({ rows }) => rows.length > 0)
}
