import type { FindingRow, FindingSighting, UnixUs } from '@thermocline/wire'

/** A finding as it is kept: without its function, which its container knows best. */
export type KeptFinding = Omit<FindingRow, 'function'>

export function fromSighting(sighting: FindingSighting): KeptFinding {
  const { function: _, seenAt, ...rest } = sighting
  return { ...rest, firstSeen: seenAt, lastSeen: seenAt }
}

/** The newest sighting with the earliest first seen; of two seen at one moment the text decides. */
export function joinFindings(a: KeptFinding, b: KeptFinding): KeptFinding {
  const firstSeen = Math.min(a.firstSeen, b.firstSeen) as UnixUs
  const newest = newer(a, b) ? a : b
  return newest.firstSeen === firstSeen ? newest : { ...newest, firstSeen }
}

/** What names a finding within the store. */
export function findingKey(of: { container: string; process?: string; key: string }): string {
  return JSON.stringify([of.container, of.process ?? '', of.key])
}

function newer(a: KeptFinding, b: KeptFinding): boolean {
  if (a.lastSeen !== b.lastSeen) return a.lastSeen > b.lastSeen
  return text(a) >= text(b)
}

function text(finding: KeptFinding): string {
  const fields = Object.entries({ ...finding, firstSeen: 0 }).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(fields)
}
