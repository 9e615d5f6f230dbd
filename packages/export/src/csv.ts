import { CAUSES, STARTS } from '@thermocline/wire'
import type { FunctionReport, Report } from '@thermocline/wire'
import { flaggedCount, isLogsOnly } from './totals.ts'

/** A column of the CSV: its heading, what it says, and its value for a function. */
export interface CsvColumn {
  readonly name: string
  readonly about: string
  readonly value: (row: FunctionReport, report: Report) => string | number | null
}

/** Every column, in order. Ratios are 0 to 1, durations milliseconds; a cell is empty where nothing was measured. */
export const CSV_COLUMNS: readonly CsvColumn[] = [
  column('name', 'Name of the function', (row) => row.name),
  column('account', 'AWS account', (row) => row.account),
  column('region', 'AWS region', (row) => row.region),
  column('invocations', 'Invocations seen', (row) => row.invocations),
  column('errors', 'Invocations that ended in an error, timeouts not counted', (row) => row.errors),
  column('timeouts', 'Invocations that timed out', (row) => row.timeouts),
  column('inits', 'Inits of any kind', (row) => row.inits),
  ...STARTS.map((start) =>
    column(`start_${start}`, `Invocations whose start is ${start}`, (row) => row.starts[start]),
  ),
  column('cold_ratio', 'Cold starts / invocations', (row) => row.coldRatio),
  column('caller_init_ratio', 'Callers who waited for an init / invocations', (row) => row.callerInitRatio),
  ...CAUSES.map((cause) => column(`cause_${cause}`, `Inits because of ${cause}`, (row) => row.causes[cause])),
  column('containers', 'Containers seen', (row) => row.containers.seen),
  column(
    'containers_left_censored',
    'Containers that began before the window',
    (row) => row.containers.leftCensored,
  ),
  column('containers_single_use', 'Containers used once', (row) => row.containers.singleUse),
  column('reuse_ratio', '1 - containers / invocations', (row) => row.containers.reuseRatio),
  column(
    'reused_share',
    'Invocations not the first in their container / invocations',
    (row) => row.containers.reusedShare,
  ),
  ...spread(
    'invocations_per_container',
    'Invocations per container',
    (row) => row.containers.invocationsPerContainer,
  ),
  ...spread(
    'container_lifetime_ms',
    'First start to last end of a container',
    (row) => row.containers.lifetimeMs,
  ),
  ...spread('container_idle_ms', 'Idle between two invocations', (row) => row.containers.idleMs),
  ...percentiles('init_ms', 'Init duration', (row) => row.initMs),
  ...percentiles('cold_duration_ms', 'Duration of cold invocations', (row) => row.durationMs.cold),
  ...percentiles('warm_duration_ms', 'Duration of warm invocations', (row) => row.durationMs.warm),
  column('peak_concurrency', 'Most invocations at one moment', (row) => row.peakConcurrency),
  column(
    'findings',
    'Findings of leaked state, harmless ones included; empty where logs alone were seen',
    ({ findings }, report) => (findings.length === 0 && isLogsOnly(report) ? null : findings.length),
  ),
  column(
    'findings_open',
    'Findings that are flags: no cache, not fixed, not ignored; empty where logs alone were seen',
    (row, report) => flaggedCount([row], report),
  ),
]

/** RFC 4180: a heading, then one row for each function. */
export function renderCsv(report: Report): string {
  const heading = CSV_COLUMNS.map(({ name }) => name)
  const rows = report.functions.map((row) => CSV_COLUMNS.map(({ value }) => cell(value(row, report))))
  return [heading, ...rows].map((cells) => `${cells.join(',')}\r\n`).join('')
}

// A spreadsheet runs a cell that begins like a formula; a leading apostrophe makes it text.
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function column(name: string, about: string, value: CsvColumn['value']): CsvColumn {
  return { name, about, value }
}

type Figures<Name extends string> = (row: FunctionReport) => Readonly<Record<Name, number | null>>

function spread(name: string, about: string, of: Figures<'p50' | 'p90' | 'max'>): CsvColumn[] {
  return [
    column(`${name}_p50`, `${about}: median`, (row) => of(row).p50),
    column(`${name}_p90`, `${about}: 90th percentile`, (row) => of(row).p90),
    column(`${name}_max`, `${about}: most`, (row) => of(row).max),
  ]
}

function percentiles(name: string, about: string, of: Figures<'p50' | 'p95' | 'p99' | 'max'>): CsvColumn[] {
  return [
    column(`${name}_p50`, `${about}: median`, (row) => of(row).p50),
    column(`${name}_p95`, `${about}: 95th percentile`, (row) => of(row).p95),
    column(`${name}_p99`, `${about}: 99th percentile`, (row) => of(row).p99),
    column(`${name}_max`, `${about}: most`, (row) => of(row).max),
  ]
}
