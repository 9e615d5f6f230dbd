import type { FindingKind, FindingReport, FindingRow } from '@thermocline/wire'
import type { Fix } from './finding-fix.ts'
import type { Reach } from './finding-reach.ts'

type Merged = Pick<FindingReport, 'kind' | 'class' | 'severity' | 'versions' | 'affected'>

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
    ...containers(reach),
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

/** What is counted of a kind; other sizes are entries or characters, which no row tells. */
const THINGS: Partial<Readonly<Record<FindingKind, string>>> = {
  listener: 'listeners',
  timer: 'timers',
  handle: 'handles',
  tmp_file: 'files',
  env: 'variables',
}

function extent({ kind }: Merged, rows: readonly FindingRow[]): string[] {
  const [largest] = rows.toSorted((a, b) => grownBy(b) - grownBy(a) || b.invocations - a.invocations)
  if (largest === undefined) return []
  const over = `over ${counted(largest.invocations, 'invocation')} of one process`
  const { sizeFirst = 0, size = 0 } = largest
  if (grownBy(largest) <= 0) return largest.invocations > 1 ? [`It was so ${over}.`] : []
  if (kind === 'heap_trend')
    return [`The heap in use grew from ${megabytes(sizeFirst)} to ${megabytes(size)} ${over}.`]
  const things = THINGS[kind]
  return [
    `It grew from ${count(sizeFirst)} to ${count(size)}${things === undefined ? '' : ` ${things}`} ${over}.`,
  ]
}

export function grownBy({ sizeFirst = 0, size = 0 }: FindingRow): number {
  return size - sizeFirst
}

function containers({ seenIn, showing }: Reach): string[] {
  const seen = new Set(seenIn.map(({ container }) => container)).size
  const all = new Set(showing.map(({ container }) => container)).size
  if (seen === 0) return []
  if (seen < all) return [`${count(seen)} of the ${count(all)} containers that ran long enough show it.`]
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

function count(of: number): string {
  return COUNT.format(of)
}

function counted(of: number, one: string, many = `${one}s`): string {
  return `${count(of)} ${of === 1 ? one : many}`
}

function megabytes(bytes: number): string {
  return `${count(Math.round(bytes / 1e6))} MB`
}
