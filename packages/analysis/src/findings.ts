import {
  adviceOn,
  SEVERITIES,
  usToMs,
  type FindingReport,
  type FindingRow,
  type FindingStatus,
  type FindingTrend,
  type Severity,
  type UnixUs,
} from '@thermocline/wire'
import { evidenceOf, grownBy } from './finding-evidence.ts'
import type { Fix, SettledFinding } from './finding-fix.ts'
import { reachOf, type Reach } from './finding-reach.ts'
import type { Process } from './processes.ts'

/** What is known of the function whose findings they are. */
export interface Around {
  readonly processes: readonly Process[]
  /** By a finding's key: judged by all of the function, whatever window or container is asked for. */
  readonly settled: ReadonlyMap<string, SettledFinding>
  /** By a finding's key: the reason. */
  readonly ignored: ReadonlyMap<string, string>
}

/** Findings of one function, merged over its containers, processes and versions: worst first, then by key. */
export function findingReports(rows: readonly FindingRow[], around: Around): FindingReport[] {
  return [...Map.groupBy(rows, (row) => row.key).values()]
    .map((same) => findingReport(same, around))
    .toSorted((a, b) => rank(b.severity) - rank(a.severity) || (a.key < b.key ? -1 : 1))
}

function findingReport(rows: readonly FindingRow[], { processes, settled, ignored }: Around): FindingReport {
  // The process that is surest speaks for what it is; how far it reaches is counted over all.
  const surest = rows.toSorted(bySureness)[0]!
  const { key, kind, class: meaning, name, location, confidence } = surest
  const alike = rows.filter((row) => row.class === meaning)
  const { needed, fix = null } = settled.get(key) ?? {}
  const reach = reachOf(rows, processes, needed)
  const ignoredBecause = ignored.get(key) ?? null
  const merged = {
    key,
    kind,
    class: meaning,
    severity: meaning === 'cache' ? 'info' : worst(alike.map((row) => row.severity)),
    name,
    location: location ?? null,
    confidence,
    firstSeen: iso(rows.reduce((first, row) => Math.min(first, row.firstSeen), Infinity)),
    lastSeen: iso(rows.reduce((last, row) => Math.max(last, row.lastSeen), -Infinity)),
    containers: new Set(rows.map((row) => row.container)).size,
    invocations: rows.reduce((sum, row) => sum + row.invocations, 0),
    versions: [...new Set(reach.seenIn.flatMap(({ release }) => release ?? []))],
    affected: affectedBy(reach),
    trend: trendOf(rows, reach),
    status: statusOf(ignoredBecause, fix),
    fixedIn: ignoredBecause === null ? (fix?.release ?? null) : null,
    ignoredBecause,
  } as const
  return { ...merged, evidence: evidenceOf(merged, rows, reach, fix), advice: adviceOn(surest) }
}

function statusOf(ignoredBecause: string | null, fix: Fix | null): FindingStatus {
  if (ignoredBecause !== null) return 'ignored'
  return fix === null ? 'open' : 'fixed'
}

function affectedBy({ affected }: Reach): FindingReport['affected'] {
  const tenants = new Set(affected.flatMap(({ row }) => row.tenant ?? []))
  return { requests: affected.length, tenants: tenants.size === 0 ? null : tenants.size }
}

/** Of fewer newer processes, that none shows it may be chance. */
const LEAST_NEWER = 3

function trendOf(rows: readonly FindingRow[], { seenIn, showing }: Reach): FindingTrend {
  const newer = showing.slice(Math.ceil(showing.length / 2))
  if (newer.length >= LEAST_NEWER && !newer.some((process) => seenIn.includes(process))) return 'fading'
  return rows.some((row) => grownBy(row) > 0) ? 'growing' : 'steady'
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
