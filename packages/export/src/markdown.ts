import { CAUSES, STARTS, statusInWords } from '@thermocline/wire'
import type { FindingReport, FunctionReport, Percentiles, Report, Spread } from '@thermocline/wire'
import {
  formatConfidence,
  formatCount,
  formatCounted,
  formatMs,
  formatRatio,
  formatTime,
  formatWord,
} from './figures.ts'
import { LOGS_ONLY, placeOf, sentences } from './sentences.ts'
import { bySeverity, flaggedCount, isFlagged, isLogsOnly } from './totals.ts'

/** GitHub-flavoured Markdown, fit for a pull request's comment. */
export function renderMarkdown(report: Report): string {
  const { range, coverage } = sentences(report)
  const blocks = ['# Thermocline report', `${range}  \n${coverage}`]
  if (report.functions.length === 0) blocks.push('No invocations were seen in this window.')
  else
    blocks.push(
      overview(report),
      ...(isLogsOnly(report) ? [LOGS_ONLY] : []),
      ...report.functions.flatMap(functionBlocks),
    )
  return `${blocks.join('\n\n')}\n`
}

function overview(report: Report): string {
  const heading = [
    'Function',
    'Invocations',
    'Cold',
    'Cold ratio',
    'Init p95',
    'Containers',
    'Reuse',
    'Findings',
  ]
  const rows = report.functions.map((row) => [
    code(row.name),
    formatCount(row.invocations),
    formatCount(row.starts.cold),
    formatRatio(row.coldRatio),
    formatMs(row.initMs.p95),
    formatCount(row.containers.seen),
    formatRatio(row.containers.reuseRatio),
    formatCount(flaggedCount([row], report)),
  ])
  return table(heading, rows)
}

function functionBlocks(row: FunctionReport): string[] {
  const place = placeOf(row)
  const failed = `${formatCounted(row.errors, 'error')}, ${formatCounted(row.timeouts, 'timeout')}`
  return [
    `## ${code(row.name)}`,
    `${place === '' ? '' : `${code(place)} · `}${formatCounted(row.invocations, 'invocation')}, ${failed}`,
    counted('Start', STARTS, row.starts, row.invocations),
    counted('Cause of init', CAUSES, row.causes, row.inits),
    containers(row),
    times(row),
    ...findings(row.findings),
  ].filter((block) => block !== '')
}

function counted<Word extends string>(
  title: string,
  words: readonly Word[],
  counts: Readonly<Record<Word, number>>,
  all: number,
): string {
  const seen = words.filter((word) => counts[word] > 0)
  if (seen.length === 0) return ''
  const rows = seen.map((word) => [
    formatWord(word),
    formatCount(counts[word]),
    formatRatio(all === 0 ? null : counts[word] / all),
  ])
  return table([title, 'Count', 'Share'], rows)
}

function containers({ containers: seen, peakConcurrency }: FunctionReport): string {
  const lines = [
    `${formatCounted(seen.seen, 'container')}: ${formatCount(seen.singleUse)} used once, ` +
      `${formatCount(seen.leftCensored)} began before the window; at most ${formatCount(peakConcurrency)} busy at once`,
    `reuse ratio ${formatRatio(seen.reuseRatio)}, reused share ${formatRatio(seen.reusedShare)}`,
  ]
  const rows = [
    ['Invocations per container', ...spread(seen.invocationsPerContainer, formatCount)],
    ['Lifetime', ...spread(seen.lifetimeMs, formatMs)],
    ['Idle between invocations', ...spread(seen.idleMs, formatMs)],
  ]
  return `${lines.join('; ')}.\n\n${table(['Containers of the function', 'p50', 'p90', 'max'], rows)}`
}

function spread(of: Spread, format: (value: number | null) => string): string[] {
  return [of.p50, of.p90, of.max].map(format)
}

function times(row: FunctionReport): string {
  const rows = [
    ['Init', ...percentiles(row.initMs)],
    ['Cold invocation', ...percentiles(row.durationMs.cold)],
    ['Warm invocation', ...percentiles(row.durationMs.warm)],
  ]
  return table(['Duration', 'p50', 'p95', 'p99', 'max'], rows)
}

function percentiles(of: Percentiles): string[] {
  return [of.p50, of.p95, of.p99, of.max].map(formatMs)
}

function findings(all: readonly FindingReport[]): string[] {
  if (all.length === 0) return []
  const heading = [
    'Severity',
    'Leaked state',
    'Where',
    'Class',
    'Status',
    'Confidence',
    'Containers',
    'Requests',
    'Last seen',
  ]
  const rows = bySeverity(all).map((finding) => [
    finding.severity,
    `${code(finding.name)} (${formatWord(finding.kind)})`,
    finding.location === null ? '' : code(finding.location),
    finding.class,
    plain(statusInWords(finding)),
    formatConfidence(finding.confidence),
    formatCount(finding.containers),
    formatCount(finding.affected.requests),
    formatTime(finding.lastSeen),
  ])
  return [table(heading, rows), ...bySeverity(all.filter(isFlagged)).map(explained)]
}

/** What was seen of an open finding, and what to do. */
function explained({ name, key, evidence, advice }: FindingReport): string {
  const lines = [
    `**${code(name)}** (key ${code(key)}): ${advice.means}`,
    ...evidence.map((sentence) => `- ${plain(sentence)}`),
    `- **What to do:** ${advice.todo}`,
  ]
  const sketch = advice.sketch === null ? '' : `\n\n\`\`\`js\n${advice.sketch}\n\`\`\``
  return `${lines.join('\n')}${sketch}`
}

function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = heading.map((name) => (WORDS.has(name) ? '---' : '--:'))
  return [heading, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

// Columns of words; all others hold figures and stand to the right.
const WORDS: ReadonlySet<string> = new Set([
  'Function',
  'Start',
  'Cause of init',
  'Containers of the function',
  'Duration',
  'Severity',
  'Leaked state',
  'Where',
  'Class',
  'Status',
  'Last seen',
])

/** Text from outside: always code, so that nothing in it is Markdown or HTML. */
function code(text: string): string {
  const flat = text.replaceAll(/\p{Cc}+/gu, ' ').trim()
  // No way of quoting a backtick, a pipe or a backslash works alike inside and outside tables; entities do.
  if (/[`|\\]/.test(flat)) return `<code>${flat.replaceAll(/[^\p{L}\p{N} ]/gu, entity)}</code>`
  return flat === '' ? '–' : `\`${flat}\``
}

/** Words of somebody else's, as they are. */
function plain(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').replaceAll(/[^\p{L}\p{N} .,:;%()-]/gu, entity)
}

function entity(char: string): string {
  return `&#${char.codePointAt(0)};`
}
