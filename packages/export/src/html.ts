import { createHash } from 'node:crypto'
import type { FunctionReport, Report } from '@thermocline/wire'
import { formatCount, formatCounted, formatMs, formatRatio, NOTHING } from './figures.ts'
import { bar } from './html-bars.ts'
import { functionSection } from './html-function.ts'
import { STYLE } from './html-style.ts'
import { html } from './markup.ts'
import type { Markup } from './markup.ts'
import { LOGS_ONLY, noneFound, sentences } from './sentences.ts'
import { isFlagged, totals } from './totals.ts'
import type { Totals } from './totals.ts'

/** One file that needs nothing else: no script, no font, no picture, no link to anywhere. Opens from `file://`. */
export function renderHtml(report: Report): string {
  const { range, coverage } = sentences(report)
  const body =
    report.functions.length === 0
      ? emptyState()
      : html`${summary(report)} ${overview(report)} ${sections(report)}`
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <title>Thermocline report</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <a class="skip" href="#report">Skip to the report</a>
        <header>
          <p class="mark">${waterline()} Thermocline</p>
          <h1>What happened inside your containers</h1>
          <p class="range">${range}</p>
          <p class="coverage">${coverage}</p>
        </header>
        <main id="report">${body}</main>
        ${words()}
      </body>
    </html> `
  return `${page.markup.trimEnd()}\n`
}

// The policy names the digest of exactly what stands between the tags, so nothing may be put in there.
const STYLE_ELEMENT: Markup = { markup: `<style>${STYLE}</style>` }

// Even if some markup slipped through, a page under this policy runs and loads nothing.
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`

function waterline(): Markup {
  return html`<svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
    <circle cx="11" cy="11" r="10" class="f-warm" />
    <path d="M1 11c3.3-2.4 6.7 2.4 10 0s6.7-2.4 10 0a10 10 0 0 1-20 0z" class="f-cold" />
  </svg>`
}

function emptyState(): Markup {
  return html`<section class="empty">
    <h2>No invocations in this window</h2>
    <p>
      Nothing was seen between these times. Import logs with <code>thermocline import</code>, wrap a handler,
      or widen the window with <code>--from</code> and <code>--to</code>.
    </p>
  </section>`
}

function summary(report: Report): Markup {
  const all = totals(report)
  return html`<dl class="tiles">
    ${tile('Invocations', formatCount(all.invocations), `${formatCounted(all.functions, 'function')}, ${formatCount(all.failed)} failed`)}
    ${tile('Cold starts', formatRatio(all.coldRatio), `${formatCount(all.cold)} of them`)}
    ${tile('Reuse', formatRatio(all.reuseRatio), formatCounted(all.containers, 'container'))}
    ${tile('Leaked state', formatCount(all.flagged), worstOf(all))}
  </dl>`
}

function worstOf({ flagged, worst }: Totals): string {
  if (flagged === null) return LOGS_ONLY
  return worst === null ? 'nothing that needs a look' : `worst: ${worst}`
}

function tile(name: string, figure: string, about: string): Markup {
  return html`<div>
    <dt>${name}</dt>
    <dd class="figure">${figure}</dd>
    <dd class="about">${about}</dd>
  </div>`
}

function overview(report: Report): Markup {
  return html`<section aria-labelledby="functions">
    <h2 id="functions">Functions</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="functions">
      <table>
        <thead>
          <tr>
            <th scope="col">Function</th>
            <th scope="col" class="n">Invocations</th>
            <th scope="col" class="n">Failed</th>
            <th scope="col" class="n">Cold ratio</th>
            <th aria-hidden="true"></th>
            <th scope="col" class="n">Init p50</th>
            <th scope="col" class="n">Init p95</th>
            <th scope="col" class="n">Containers</th>
            <th scope="col" class="n">Reuse</th>
            <th scope="col" class="n">Findings</th>
          </tr>
        </thead>
        <tbody>
          ${report.functions.map(overviewRow)}
        </tbody>
      </table>
    </div>
  </section>`
}

function overviewRow(row: FunctionReport, index: number): Markup {
  const flagged = row.findings.filter(isFlagged).length
  return html`<tr>
    <th scope="row"><a href="#f${index}">${row.name === '' ? NOTHING : row.name}</a></th>
    <td class="n">${formatCount(row.invocations)}</td>
    <td class="n">${formatCount(row.errors + row.timeouts)}</td>
    <td class="n">${formatRatio(row.coldRatio)}</td>
    <td class="bar">${bar(row.coldRatio ?? 0, 'cold', 72)}</td>
    <td class="n">${formatMs(row.initMs.p50)}</td>
    <td class="n">${formatMs(row.initMs.p95)}</td>
    <td class="n">${formatCount(row.containers.seen)}</td>
    <td class="n">${formatRatio(row.containers.reuseRatio)}</td>
    <td class="n">${flagged === 0 ? NOTHING : formatCount(flagged)}</td>
  </tr>`
}

function sections(report: Report): Markup {
  const none = noneFound(report)
  return html`${report.functions.map((row, index) => functionSection(row, index, none))}`
}

function words(): Markup {
  return html`<footer>
    <h2>Words</h2>
    <dl>
      <dt>Cold ratio</dt>
      <dd>invocations whose start is cold / invocations</dd>
      <dt>Waited for an init</dt>
      <dd>cold, reinit and restored starts / invocations</dd>
      <dt>Reuse</dt>
      <dd>1 − containers / invocations, within this window</dd>
      <dt>Reused share</dt>
      <dd>invocations that were not the first seen in their container / invocations</dd>
      <dt>Failed</dt>
      <dd>invocations that ended in an error or timed out</dd>
      <dt>Findings</dt>
      <dd>open findings of leaked state; caches, fixed and ignored ones are not counted</dd>
    </dl>
    <p>
      Causes are inferred: a handler never sees why a container ended. p50 of counts is the midpoint median,
      other percentiles are nearest rank. Times are UTC.
    </p>
  </footer>`
}
