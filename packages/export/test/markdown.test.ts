import { expect, test } from 'vitest'
import { renderMarkdown } from '../src/markdown.ts'
import { EMPTY_REPORT, finding, functionReport, logsAlone, reportOf } from './builder.ts'

test('leads with the window, the coverage and a row for each function', () => {
  const lines = renderMarkdown(reportOf(functionReport())).split('\n')
  expect(lines.slice(0, 8)).toEqual([
    '# Thermocline report',
    '',
    '2026-11-02 08:00:00 UTC to 2026-11-02 10:00:00 UTC.  ',
    '1,240 invocations seen from logs and spans, 2 known to be missing.',
    '',
    '| Function | Invocations | Cold | Cold ratio | Init p95 | Containers | Reuse | Findings |',
    '| --- | --: | --: | --: | --: | --: | --: | --: |',
    '| `orders` | 1,240 | 38 | 3.1% | 1.24 s | 39 | 96.9% | 1 |',
  ])
})

test('names the leaking variable and its place, the worst first', () => {
  const worse = finding({ severity: 'critical', class: 'bleed', name: 'lastUser', key: 'z' })
  const text = renderMarkdown(reportOf(functionReport({ findings: [finding(), worse] })))
  expect(text).toContain(
    '| critical | `lastUser` (module variable) | `src/orders.mjs:12` | bleed | open | 95% | 3 | 360 | 2026-11-02 09:30:00 UTC |\n' +
      '| high | `seen` (module variable) |',
  )
})

test('says what was seen of an open finding and what to do, and of the others why they are none', () => {
  const ignored = finding({ key: 'i', status: 'ignored', ignoredBecause: '*bounded* | <b>' })
  const fixed = finding({ key: 'f', status: 'fixed', fixedIn: '8', name: 'gone' })
  const text = renderMarkdown(reportOf(functionReport({ findings: [finding(), ignored, fixed] })))
  expect(text).toContain(
    [
      '**`seen`** (key `module_variable:src/orders.mjs:seen`): It keeps growing.',
      '- It grew from 3 to 120 over 118 invocations of one process.',
      '- **What to do:** Give it a limit.',
      '',
      '```js',
      'if (seen.size > 1000) seen.clear()',
      '```',
    ].join('\n'),
  )
  expect(text).toContain('| growth | ignored: &#42;bounded&#42; &#124; &#60;b&#62; |')
  expect(text).toContain('| growth | fixed in 8 |')
  expect(text).not.toContain('**`gone`**')
  expect(text).toContain('| 39 | 96.9% | 1 |')
})

test('of logs alone it does not say that there are no findings', () => {
  const text = renderMarkdown(logsAlone(reportOf(functionReport({ findings: [] }))))
  expect(text).toContain('| 39 | 96.9% | – |\n\nLogs alone cannot show leaked state. Wrap the handler')
  expect(renderMarkdown(reportOf(functionReport({ findings: [] })))).toContain(
    '| 39 | 96.9% | 0 |\n\n## `orders`',
  )
})

test('an empty window says so', () => {
  expect(renderMarkdown(EMPTY_REPORT)).toBe(
    '# Thermocline report\n\nAll time: nothing seen yet.  \n' +
      '0 invocations seen, none known to be missing.\n\nNo invocations were seen in this window.\n',
  )
})

test('a name is code, so nothing in it is Markdown, HTML or a new table cell', () => {
  const text = renderMarkdown(
    reportOf(functionReport({ name: '<b>*x*</b>' }), functionReport({ name: 'a|`b`\n\n# c' })),
  )
  expect(text).toContain('| `<b>*x*</b>` | 1,240 |')
  expect(text).toContain('| <code>a&#124;&#96;b&#96; &#35; c</code> | 1,240 |')
})
