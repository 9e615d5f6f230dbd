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
import { evidenceOf } from './finding-evidence.ts'
import type { Fix } from './finding-fix.ts'
import { grownBy, growthOf } from './finding-growth.ts'
import { newerHalf, reachAmong, type Reach } from './finding-reach.ts'
import type { SettledInvocation } from './settled.ts'
import type { UnderstoodFinding } from './understood-findings.ts'

/**
 * Findings of one function, merged over its containers, processes and versions, as far as these invocations go: worst
 * first, then by key.
 */
export function findingReports(
  findings: readonly UnderstoodFinding[],
  invocations: readonly SettledInvocation[],
): FindingReport[] {
  const inside = new Set(invocations)
  return findings
    .map((finding) => findingReport(finding, reachAmong(finding.reach, inside)))
    .toSorted((a, b) => rank(b.severity) - rank(a.severity) || (a.key < b.key ? -1 : 1))
}

function findingReport({ rows, fix, ignoredBecause }: UnderstoodFinding, reach: Reach): FindingReport {
  // The process that is surest speaks for what it is; how far it reaches is counted over all.
  const surest = rows.toSorted(bySureness)[0]!
  const { key, kind, class: meaning, name, location, confidence } = surest
  const alike = rows.filter((row) => row.class === meaning)
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
    trend: trendOf(alike, reach),
    growth: growthOf(kind, alike),
    status: statusOf(ignoredBecause, fix),
    fixedIn: ignoredBecause === null ? (fix?.release ?? null) : null,
    ignoredBecause,
  } as const
  return { ...merged, evidence: evidenceOf(merged, alike, reach, fix), advice: adviceOn(surest) }
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

function trendOf(rows: readonly FindingRow[], reach: Reach): FindingTrend {
  const newer = newerHalf(reach)
  const having = new Set(reach.seenIn)
  if (newer.length >= LEAST_NEWER && !newer.some((process) => having.has(process))) return 'fading'
  // A class is what the SDK judged by all its samples, of which a row has two at most.
  return rows.some((row) => row.class === 'growth' || grownBy(row) > 0) ? 'growing' : 'steady'
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
