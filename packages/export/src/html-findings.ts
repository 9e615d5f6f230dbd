import { statusInWords, type FindingReport } from '@thermocline/wire'
import { formatConfidence, formatCount, formatTime, formatWord, NOTHING } from './figures.ts'
import { html } from './markup.ts'
import type { Markup } from './markup.ts'
import { bySeverity, isFlagged } from './totals.ts'

/** Leaked state of one function: all of it in a table, and of what is open what was seen and what to do; or `none`. */
export function findingsPart(findings: readonly FindingReport[], none: string): Markup {
  if (findings.length === 0)
    return html`<h3>Leaked state</h3>
      <p class="none">${none}</p>`
  return html`<h3>Leaked state</h3>
    ${table(bySeverity(findings))} ${bySeverity(findings.filter(isFlagged)).map(explained)}`
}

function table(findings: readonly FindingReport[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Leaked state">
    <table class="findings">
      <thead>
        <tr>
          <th scope="col">Severity</th>
          <th scope="col">What</th>
          <th scope="col">Where</th>
          <th scope="col">Class</th>
          <th scope="col">Status</th>
          <th scope="col" class="n">Confidence</th>
          <th scope="col" class="n">Containers</th>
          <th scope="col" class="n">Requests</th>
          <th scope="col">Last seen</th>
        </tr>
      </thead>
      <tbody>
        ${findings.map(row)}
      </tbody>
    </table>
  </div>`
}

function row(finding: FindingReport): Markup {
  return html`<tr>
    <td><span class="badge s-${finding.severity}">${finding.severity}</span></td>
    <th scope="row"><code>${finding.name}</code> <span class="soft">${formatWord(finding.kind)}</span></th>
    <td><code>${finding.location ?? NOTHING}</code></td>
    <td>${finding.class}</td>
    <td>${statusInWords(finding)}</td>
    <td class="n">${formatConfidence(finding.confidence)}</td>
    <td class="n">${formatCount(finding.containers)}</td>
    <td class="n">${formatCount(finding.affected.requests)}</td>
    <td class="time">${formatTime(finding.lastSeen)}</td>
  </tr>`
}

function explained({ name, key, evidence, advice }: FindingReport): Markup {
  return html`<details class="finding">
    <summary><code>${name}</code> ${advice.means}</summary>
    <ul>
      ${evidence.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>
    <p><b>What to do</b> ${advice.todo}</p>
    ${advice.sketch === null ? [] : html`<pre><code>${advice.sketch}</code></pre>`}
    <p class="soft">Key <code>${key}</code></p>
  </details>`
}
