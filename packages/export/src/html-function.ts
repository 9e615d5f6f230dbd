import { CAUSES, STARTS } from '@thermocline/wire'
import type { FunctionReport, Percentiles, Spread } from '@thermocline/wire'
import { formatCount, formatCounted, formatMs, formatRatio, formatWord, NOTHING } from './figures.ts'
import { ranked, stack } from './html-bars.ts'
import { findingsPart } from './html-findings.ts'
import { html } from './markup.ts'
import type { Markup } from './markup.ts'
import { placeOf } from './sentences.ts'

/** Everything about one function: starts, causes, containers, times, leaked state, or `none` where there is no such. */
export function functionSection(row: FunctionReport, index: number, none: string): Markup {
  const id = `f${index}`
  return html`<section class="function" aria-labelledby="${id}">
    <h2 id="${id}">${row.name === '' ? NOTHING : row.name}</h2>
    <p class="place">${placeLine(row)}</p>
    <h3>How invocations met their container</h3>
    ${stack(
      startsInWords(row),
      STARTS.map((word) => ({ word, count: row.starts[word] })),
    )}
    <div class="columns">
      <div>
        <h3>Why inits happened</h3>
        ${ranked(
          CAUSES.map((word) => ({ word, count: row.causes[word] })),
          'cold',
        )}
      </div>
      <div>
        <h3>Containers</h3>
        ${containerFacts(row)}
      </div>
    </div>
    ${containerTable(row)} ${timesTable(row)} ${findingsPart(row.findings, none)}
  </section>`
}

function placeLine(row: FunctionReport): string {
  const place = placeOf(row)
  const failed = `${formatCounted(row.errors, 'error')}, ${formatCounted(row.timeouts, 'timeout')}`
  return `${place === '' ? '' : `${place} · `}${formatCounted(row.invocations, 'invocation')} · ${failed}`
}

function startsInWords(row: FunctionReport): string {
  const seen = STARTS.filter((word) => row.starts[word] > 0)
  return seen.map((word) => `${formatWord(word)} ${formatCount(row.starts[word])}`).join(', ')
}

function containerFacts(row: FunctionReport): Markup {
  const { containers } = row
  const facts: [string, string][] = [
    ['Seen', formatCount(containers.seen)],
    ['Used once', formatCount(containers.singleUse)],
    ['Began before the window', formatCount(containers.leftCensored)],
    ['Most busy at once', formatCount(row.peakConcurrency)],
    ['Reuse', formatRatio(containers.reuseRatio)],
    ['Reused share', formatRatio(containers.reusedShare)],
    ['Waited for an init', formatRatio(row.callerInitRatio)],
  ]
  return html`<dl class="facts">
    ${facts.map(
      ([name, figure]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${figure}</dd>
        </div>`,
    )}
  </dl>`
}

function containerTable({ containers }: FunctionReport): Markup {
  return figureTable(
    'One container',
    ['p50', 'p90', 'max'],
    [
      figureRow('Invocations', spread(containers.invocationsPerContainer).map(formatCount)),
      figureRow('Lifetime', spread(containers.lifetimeMs).map(formatMs)),
      figureRow('Idle between invocations', spread(containers.idleMs).map(formatMs)),
    ],
  )
}

function timesTable(row: FunctionReport): Markup {
  return figureTable(
    'Durations',
    ['p50', 'p95', 'p99', 'max'],
    [
      figureRow('Init', percentiles(row.initMs).map(formatMs)),
      figureRow('Cold invocation', percentiles(row.durationMs.cold).map(formatMs)),
      figureRow('Warm invocation', percentiles(row.durationMs.warm).map(formatMs)),
    ],
  )
}

function spread(of: Spread): (number | null)[] {
  return [of.p50, of.p90, of.max]
}

function percentiles(of: Percentiles): (number | null)[] {
  return [of.p50, of.p95, of.p99, of.max]
}

function figureTable(title: string, columns: readonly string[], rows: readonly Markup[]): Markup {
  const heads = columns.map((name) => html`<th scope="col" class="n">${name}</th>`)
  return html`<div class="scroll figures" tabindex="0" role="region" aria-label="${title}">
    <table>
      <thead>
        <tr>
          <th scope="col">${title}</th>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`
}

function figureRow(name: string, figures: readonly string[]): Markup {
  return html`<tr>
    <th scope="row">${name}</th>
    ${figures.map((figure) => html`<td class="n">${figure}</td>`)}
  </tr>`
}
