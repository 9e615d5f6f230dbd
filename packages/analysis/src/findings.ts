import {
  SEVERITIES,
  usToMs,
  type FindingReport,
  type FindingRow,
  type Severity,
  type UnixUs,
} from '@thermocline/wire'

/** Findings of one function, merged over its containers and processes: worst first, then by key. */
export function findingReports(rows: readonly FindingRow[]): FindingReport[] {
  return [...Map.groupBy(rows, (row) => row.key).values()]
    .map(findingReport)
    .toSorted((a, b) => rank(b.severity) - rank(a.severity) || (a.key < b.key ? -1 : 1))
}

function findingReport(rows: readonly FindingRow[]): FindingReport {
  // The process that is surest speaks for what it is; how far it reaches is counted over all.
  const surest = rows.toSorted(bySureness)[0]!
  const alike = rows.filter((row) => row.class === surest.class)
  return {
    key: surest.key,
    kind: surest.kind,
    class: surest.class,
    severity: surest.class === 'cache' ? 'info' : worst(alike.map((row) => row.severity)),
    name: surest.name,
    location: surest.location ?? null,
    confidence: surest.confidence,
    firstSeen: iso(rows.reduce((first, row) => Math.min(first, row.firstSeen), Infinity)),
    lastSeen: iso(rows.reduce((last, row) => Math.max(last, row.lastSeen), -Infinity)),
    containers: new Set(rows.map((row) => row.container)).size,
    invocations: rows.reduce((sum, row) => sum + row.invocations, 0),
    status: 'open',
  }
}

/** Surest first; then the one of more invocations, the newest, and by container and process. */
function bySureness(a: FindingRow, b: FindingRow): number {
  return (
    b.confidence - a.confidence ||
    b.invocations - a.invocations ||
    b.lastSeen - a.lastSeen ||
    (a.container + (a.process ?? '') < b.container + (b.process ?? '') ? -1 : 1)
  )
}

function worst(severities: readonly Severity[]): Severity {
  return SEVERITIES[Math.max(...severities.map(rank))]!
}

function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity)
}

function iso(us: number): string {
  return new Date(usToMs(us as UnixUs)).toISOString()
}
