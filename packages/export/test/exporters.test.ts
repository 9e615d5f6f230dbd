import { expect, test } from 'vitest'
import { EXPORTERS, exporterNamed } from '../src/index.ts'
import { EMPTY_REPORT, functionReport, reportOf } from './builder.ts'

test('json is exactly the report', () => {
  const report = reportOf(functionReport())
  expect(JSON.parse(render('json', report))).toEqual(report)
  expect(render('json', EMPTY_REPORT)).toMatch(/^\{\n {2}"schema": 1,\n[^]*\}\n$/)
})

test.each(EXPORTERS.map(({ name }) => name))(
  '%s of nothing is still a whole file ending in a line end',
  (name) => {
    expect(render(name, EMPTY_REPORT)).toMatch(/[^\n]\r?\n$/)
  },
)

test('a format that is not there is refused with the names that are', () => {
  expect(() => exporterNamed('pdf', 'bad_argument')).toThrow(
    expect.objectContaining({
      code: 'bad_argument',
      message: 'format must be one of json, html, md, csv, got "pdf"',
    }),
  )
})

function render(name: string, report: typeof EMPTY_REPORT): string {
  return exporterNamed(name, 'bad_argument').render(report)
}
