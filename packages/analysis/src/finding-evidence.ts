import type { FindingGrowth, FindingReport, FindingRow, GrowthUnit } from '@thermocline/wire'
import type { Fix } from './finding-fix.ts'
import { grownBy, unitOf } from './finding-growth.ts'
import { newerHalf, type Reach } from './finding-reach.ts'

type Merged = Pick<
  FindingReport,
  'kind' | 'class' | 'severity' | 'versions' | 'affected' | 'trend' | 'growth'
>

/** What was seen of a finding, in sentences for a colleague. Names of code and counts, never a value. */
export function evidenceOf(
  finding: Merged,
  rows: readonly FindingRow[],
  reach: Reach,
  fix: Fix | null,
): string[] {
  return [
    ...meaning(finding),
    ...extent(finding, rows),
    ...rate(finding),
    ...containers(reach),
    ...fading(finding, reach, fix),
    ...requests(finding),
    ...versions(finding),
    ...fixed(fix),
  ]
}

function meaning({ class: of, severity }: Merged): string[] {
  if (of === 'background') return ['Work of one invocation was still under way when others had ended.']
  if (of !== 'bleed') return []
  return severity === 'critical'
    ? ['What one request said stood in the answer to another.']
    : ['What one request said stayed where later requests can read it.']
}

/** As people call them; an entry and a character are not told apart, so neither is named. */
const THINGS: Readonly<Record<Exclude<GrowthUnit, 'bytes'>, string>> = {
  entries_or_characters: '',
  listeners: ' listeners',
  timers: ' timers',
  handles: ' handles',
  files: ' files',
}

function extent({ kind }: Merged, rows: readonly FindingRow[]): string[] {
  const [largest] = rows.toSorted((a, b) => grownBy(b) - grownBy(a) || b.invocations - a.invocations)
  if (largest === undefined) return []
  const over = `over ${counted(largest.invocations, 'invocation')} of one process`
  const { sizeFirst = 0, size = 0 } = largest
  if (grownBy(largest) <= 0) return largest.invocations > 1 ? [`It was so ${over}.`] : []
  const unit = unitOf(kind)
  if (unit === 'bytes') return [`The heap in use grew from ${bytes(sizeFirst)} to ${bytes(size)} ${over}.`]
  return [`It grew from ${count(sizeFirst)} to ${count(size)}${THINGS[unit]} ${over}.`]
}

function rate({ growth }: Merged): string[] {
  if (growth === null) return []
  const { processes } = growth
  return processes === 1
    ? [`That is ${perInvocation(growth)}.`]
    : [`In the ${count(processes)} processes where it grew that is ${perInvocation(growth)}.`]
}

function perInvocation({ perInvocation: of, unit }: FindingGrowth): string {
  if (unit === 'bytes') return `${bytes(of)} per invocation`
  const rounded = RATE.format(of)
  return `${rounded}${rounded === '1' ? THINGS[unit].slice(0, -1) : THINGS[unit]} per invocation`
}

function fading({ trend }: Merged, reach: Reach, fix: Fix | null): string[] {
  // That it is fixed says as much, and more.
  if (trend !== 'fading' || fix !== null) return []
  return [`None of the ${count(newerHalf(reach).length)} newest processes that ran long enough shows it.`]
}

function containers({ seenIn, showing }: Reach): string[] {
  const seen = new Set(seenIn.map(({ container }) => container)).size
  const all = new Set(showing.map(({ container }) => container)).size
  if (seen === 0) return []
  if (seen < all)
    return [
      `${count(seen)} of the ${count(all)} containers that ran long enough ${seen === 1 ? 'shows' : 'show'} it.`,
    ]
  return seen === 1
    ? ['The one container that ran long enough shows it.']
    : [`All ${count(seen)} containers that ran long enough show it.`]
}

function requests({ affected: { requests: all, tenants } }: Merged): string[] {
  if (all === 0) return []
  const whose = tenants === null ? '' : ` of ${counted(tenants, 'tenant')}`
  return [`${counted(all, 'request')}${whose} ran with it.`]
}

function versions({ versions: all }: Merged): string[] {
  const [first, last] = [all[0], all.at(-1)]
  if (first === undefined) return []
  return [first === last ? `It was seen in ${named(first)}.` : `It was seen from ${named(first)} to ${last}.`]
}

function fixed(fix: Fix | null): string[] {
  if (fix === null) return []
  return [
    `From ${named(fix.release)} on it is gone: ${counted(fix.processes, 'process', 'processes')} ran long enough to show it.`,
  ]
}

function named(release: string): string {
  return release.startsWith('code ') ? release : `version ${release}`
}

const COUNT = new Intl.NumberFormat('en-US')
/** "1.2" and "0.013", but "1,234". */
const RATE = new Intl.NumberFormat('en-US', {
  maximumSignificantDigits: 2,
  maximumFractionDigits: 0,
  roundingPriority: 'morePrecision',
})

function count(of: number): string {
  return COUNT.format(of)
}

function counted(of: number, one: string, many = `${one}s`): string {
  return `${count(of)} ${of === 1 ? one : many}`
}

const MB = 1e6
const KB = 1e3

function bytes(of: number): string {
  return of < MB ? `${RATE.format(of / KB)} kB` : `${RATE.format(of / MB)} MB`
}
