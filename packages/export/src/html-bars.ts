import { formatCount, formatRatio, formatWord } from './figures.ts'
import { html } from './markup.ts'
import type { Markup } from './markup.ts'

/** A counted word and the class that colours it. */
export interface Part {
  readonly word: string
  readonly count: number
}

/** A horizontal bar for a share of 0 to 1, beside its figure; a share above none is at least visible. */
export function bar(share: number, colour: string, width: number): Markup {
  const filled = share <= 0 ? 0 : Math.max(2, round(Math.min(1, share) * width))
  return html`<svg width="${width}" height="8" aria-hidden="true">
    <rect width="${width}" height="8" rx="4" class="f-rest" />
    <rect width="${filled}" height="8" rx="4" class="f-${colour}" />
  </svg>`
}

/** One wide bar cut into parts, with a legend that says every figure in words. */
export function stack(label: string, parts: readonly Part[]): Markup {
  const seen = parts.filter(({ count }) => count > 0)
  const all = seen.reduce((sum, { count }) => sum + count, 0)
  if (all === 0) return html`<p class="none">None seen.</p>`
  let left = 0
  const rects = seen.map(({ word, count }) => {
    const width = (count / all) * STACK_WIDTH
    const rect = html`<rect
      x="${round(left)}"
      width="${round(Math.max(width, 1.5))}"
      height="18"
      class="f-${word}"
    />`
    left += width
    return rect
  })
  return html`<svg
      class="stack"
      viewBox="0 0 ${STACK_WIDTH} 18"
      preserveAspectRatio="none"
      role="img"
      aria-label="${label}"
    >
      ${rects}
    </svg>
    <ul class="legend">
      ${seen.map((part) => legend(part, all))}
    </ul>`
}

/** A list of counted words, each with a bar of its share. */
export function ranked(parts: readonly Part[], colour: string): Markup {
  const seen = parts.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count)
  const all = seen.reduce((sum, { count }) => sum + count, 0)
  if (all === 0) return html`<p class="none">None seen.</p>`
  const rows = seen.map(
    ({ word, count }) =>
      html`<tr>
        <th scope="row">${formatWord(word)}</th>
        <td class="bar">${bar(count / all, colour, 120)}</td>
        <td class="n">${formatCount(count)}</td>
        <td class="n soft">${formatRatio(count / all)}</td>
      </tr>`,
  )
  return html`<table class="ranked">
    <thead class="hidden">
      <tr>
        <th scope="col">Cause</th>
        <th aria-hidden="true"></th>
        <th scope="col">Inits</th>
        <th scope="col">Share</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`
}

const STACK_WIDTH = 1000

function legend({ word, count }: Part, all: number): Markup {
  return html`<li>
    <svg width="10" height="10" aria-hidden="true">
      <rect width="10" height="10" rx="2" class="f-${word}" />
    </svg>
    ${formatWord(word)} <b>${formatCount(count)}</b> <span class="soft">${formatRatio(count / all)}</span>
  </li>`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
