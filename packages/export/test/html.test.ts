import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { adviceOn, SEVERITIES, STARTS } from '@thermocline/wire'
import { expect, test } from 'vitest'
import { renderHtml } from '../src/html.ts'
import { EMPTY_REPORT, finding, functionReport, logsAlone, reportOf } from './builder.ts'

const TOKENS = new URL('../../../apps/dashboard/src/style/tokens.css', import.meta.url)

const HOSTILE = `<script>alert("1")</script>'&\u202E\u0000`
const ESCAPED = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;\uFFFD\uFFFD'

test('every text of a report is escaped, whichever field it came in', () => {
  const hostile = functionReport({
    name: HOSTILE,
    account: HOSTILE,
    region: HOSTILE,
    findings: [
      finding({
        name: HOSTILE,
        location: HOSTILE,
        key: HOSTILE,
        evidence: [HOSTILE],
        ignoredBecause: HOSTILE,
      }),
    ],
  })
  const page = renderHtml(reportOf(hostile))
  expect(page).not.toMatch(/<script|alert\("/)
  // Overview, heading, account, region; of the finding its name twice, place, reason, evidence and key.
  expect(page.split(ESCAPED)).toHaveLength(11)
})

test('the page needs nothing from anywhere and runs nothing', () => {
  const page = renderHtml(reportOf(functionReport()))
  expect(page).not.toMatch(
    /<script|<link|<img|<iframe|<object|\bsrc=|\son\w+=|\sstyle=|https?:|url\(|@import/,
  )
  expect([...page.matchAll(/href="([^"]*)"/g)].map(([, target]) => target)).toEqual(['#report', '#f0'])
})

test('its policy allows its own style, byte for byte, and nothing else', () => {
  const page = renderHtml(reportOf(functionReport()))
  const [, style = ''] = /<style>([^]*)<\/style>/.exec(page) ?? []
  const digest = createHash('sha256').update(style).digest('base64')
  expect(page).toContain(
    `content="default-src &#39;none&#39;; style-src &#39;sha256-${digest}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
  )
})

test('the figures of a function stand in words beside every bar', () => {
  const text = textOf(renderHtml(reportOf(functionReport())))
  expect(text).toContain('Cold starts 3.1% 38 of them')
  expect(text).toContain('cold 38 3.1%')
  expect(text).toContain('scale out 30 75.0%')
  expect(text).toContain('Lifetime 10 min 5 s 2 h 10 min 4 d 3 h')
  expect(text).toContain(
    'high seen module variable src/orders.mjs:12 growth open 95% 3 360 2026-11-02 09:30:00 UTC',
  )
  expect(text).toContain('It grew from 3 to 120 over 118 invocations of one process.')
  expect(text).toContain('What to do Give it a limit.')
  expect(text).toContain('if (seen.size &gt; 1000) seen.clear()')
})

test('a sketch keeps its lines', () => {
  const advice = adviceOn({ kind: 'tmp_file', class: 'resource' })
  const page = renderHtml(reportOf(functionReport({ findings: [finding({ advice })] })))
  expect(page).toContain('// after\nconst folder = await mkdtemp(&#39;/tmp/upload-&#39;)\ntry {\n  await')
  expect(page).not.toContain('\uFFFD')
})

test('a cache is shown and not counted as a flag', () => {
  const cache = finding({ class: 'cache', severity: 'info', name: 'priceCache' })
  const text = textOf(renderHtml(reportOf(functionReport({ findings: [cache] }))))
  expect(text).toContain('Leaked state 0 nothing that needs a look')
  expect(text).toContain('info priceCache')
})

test('of logs alone it does not say that no state leaked', () => {
  const none = functionReport({ findings: [] })
  const text = textOf(renderHtml(logsAlone(reportOf(none))))
  expect(text).toContain('Leaked state – Logs alone cannot show leaked state.')
  expect(text).not.toMatch(/None found|nothing that needs a look/)
  expect(textOf(renderHtml(reportOf(none)))).toContain('None found in spans; logs alone cannot show any.')
  // A window may hold a finding and none of the spans around it.
  expect(textOf(renderHtml(logsAlone(reportOf(functionReport()))))).toContain('Leaked state 1 worst: high')
})

test('a table of many columns scrolls by itself, so that the page does not on a telephone', () => {
  const page = renderHtml(reportOf(functionReport()))
  const wide = [...page.matchAll(/(<div[^>]*>\s*)?<table(?! class="ranked")/g)]
  expect(wide).toHaveLength(4)
  for (const [opening] of wide) expect(opening).toMatch(/^<div class="scroll[ "][^>]*tabindex="0"/)
})

test('starts and severities have the colours of the dashboard', () => {
  const [, style = ''] = /<style>([^]*)<\/style>/.exec(renderHtml(EMPTY_REPORT)) ?? []
  const tokens = readFileSync(TOKENS, 'utf8')
  for (const [prefix, words] of [
    ['start', STARTS],
    ['severity', SEVERITIES],
  ] as const)
    for (const word of words) {
      const own = [...style.matchAll(new RegExp(`--${word}:(#\\w+)`, 'g'))].map(([, colour]) => colour)
      expect([word, ...own]).toEqual([word, ...token(tokens, `${prefix}-${word}`)])
    }
})

test('an empty report says what to do', () => {
  const text = textOf(renderHtml(EMPTY_REPORT))
  expect(text).toContain('No invocations in this window')
  expect(text).toContain('thermocline import')
})

/** A colour of the dashboard in light and in dark. */
function token(tokens: string, name: string): (string | undefined)[] {
  const [, other, light, dark] =
    new RegExp(`--${name}: (?:var\\(--(\\w+)\\)|light-dark\\((#\\w+), (#\\w+)\\));`).exec(tokens) ?? []
  return other === undefined ? [light, dark] : token(tokens, other)
}

function textOf(page: string): string {
  return page.replaceAll(/<style>[^]*<\/style>|<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
}
