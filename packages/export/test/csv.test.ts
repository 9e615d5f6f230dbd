import { expect, test } from 'vitest'
import { CSV_COLUMNS } from '../src/index.ts'
import { renderCsv } from '../src/csv.ts'
import { EMPTY_REPORT, finding, functionReport, logsAlone, reportOf } from './builder.ts'

test('one row for each function under a documented heading', () => {
  const [heading, row, end] = renderCsv(reportOf(functionReport())).split('\r\n')
  expect(heading).toBe(CSV_COLUMNS.map(({ name }) => name).join(','))
  expect(row).toBe(
    'orders,123456789012,eu-west-1,1240,3,1,40,38,1,0,0,1,1200,0.03064516129032258,0.031451612903225803,' +
      '1,0,0,30,8,0,0,0,0,1,39,1,4,0.9685483870967742,0.9685483870967742,30.5,61,88,605000,7800000,357000000,' +
      '1240,61000,1523000,212.4,1240,2210,2300.7,98.1,310,,320,4.213,12.34,40,9994,12,1,1',
  )
  expect(end).toBe('')
  expect(CSV_COLUMNS.every(({ about }) => about.length > 0)).toBe(true)
})

test('of logs alone the number of findings is empty, not none', () => {
  const report = reportOf(functionReport({ findings: [] }))
  expect(renderCsv(report)).toMatch(/,12,0,0\r\n$/)
  expect(renderCsv(logsAlone(report))).toMatch(/,12,,\r\n$/)
})

test('caches, fixed and ignored findings are findings, and not open', () => {
  const findings = [
    finding(),
    finding({ key: 'c', class: 'cache', severity: 'info' }),
    finding({ key: 'f', status: 'fixed', fixedIn: '8' }),
    finding({ key: 'i', status: 'ignored', ignoredBecause: 'known' }),
  ]
  expect(renderCsv(reportOf(functionReport({ findings })))).toMatch(/,12,4,1\r\n$/)
})

test('an empty report is the heading alone', () => {
  expect(renderCsv(EMPTY_REPORT).split('\r\n')).toHaveLength(2)
})

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  [' =1', "' =1"],
  ['\t=1', "'\t=1"],
  ['＝1', "'＝1"],
  ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
])('a name %s can never run as a formula', (name, cell) => {
  expect(firstCell(name)).toBe(cell)
})

test.each([
  ['a,b', '"a,b"'],
  ['a"b', '"a""b"'],
  ['a\nb', '"a\nb"'],
  ['a-b', 'a-b'],
])('a name %j is quoted as RFC 4180 asks', (name, cell) => {
  expect(firstCell(name)).toBe(cell)
})

function firstCell(name: string): string {
  const rows = renderCsv(reportOf(functionReport({ name })))
  return rows.slice(rows.indexOf('\r\n') + 2, rows.indexOf(',123456789012'))
}
