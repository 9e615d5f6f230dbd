import type { FindingRow, InvocationRow, TimeRange, UnixUs } from '@thermocline/wire'

/** Oldest first; container, request id and attempt settle ties. */
export function byInvocationOrder(a: InvocationRow, b: InvocationRow): number {
  return (
    a.start - b.start ||
    byText(a.container, b.container) ||
    byText(a.requestId, b.requestId) ||
    a.attempt - b.attempt
  )
}

/** By key, then first seen; container and process settle ties. */
export function byFindingOrder(a: FindingRow, b: FindingRow): number {
  return (
    byText(a.key, b.key) ||
    a.firstSeen - b.firstSeen ||
    byText(a.container, b.container) ||
    byText(a.process ?? '', b.process ?? '')
  )
}

export function isInside(time: UnixUs, range: TimeRange | undefined): boolean {
  if (range?.from !== undefined && time < range.from) return false
  return range?.to === undefined || time < range.to
}

function byText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
