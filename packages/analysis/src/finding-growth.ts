import type { FindingGrowth, FindingKind, FindingRow, GrowthUnit } from '@thermocline/wire'

/** What the sizes of a kind count. All others are entries of a collection or characters of a text: no row tells which. */
const UNITS: Partial<Readonly<Record<FindingKind, GrowthUnit>>> = {
  listener: 'listeners',
  timer: 'timers',
  handle: 'handles',
  tmp_file: 'files',
  heap_trend: 'bytes',
}

export function unitOf(kind: FindingKind): GrowthUnit {
  return UNITS[kind] ?? 'entries_or_characters'
}

/** From its first size to its last in one process; 0 where one of them is not known. */
export function grownBy({ sizeFirst, size }: FindingRow): number {
  return sizeFirst === undefined || size === undefined ? 0 : Math.max(0, size - sizeFirst)
}

/** Of processes that saw it grow, taken together, each as long as it ran; null where none did. */
export function growthOf(kind: FindingKind, rows: readonly FindingRow[]): FindingGrowth | null {
  const growing = rows.filter((row) => grownBy(row) > 0 && row.invocations > 1)
  if (growing.length === 0) return null
  const grown = growing.reduce((sum, row) => sum + grownBy(row), 0)
  // The first size is that at the end of the first invocation: what it added is in it.
  const invocations = growing.reduce((sum, row) => sum + row.invocations - 1, 0)
  return { perInvocation: grown / invocations, unit: unitOf(kind), processes: growing.length }
}
