import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { logFile } from './builder.ts'
import { cliIn } from './running.ts'

// Reports change nothing, so all tests here read the same three invocations.
const cli = cliIn()
beforeAll(async () => {
  writeFileSync(join(cli.folder, 'a.json'), logFile())
  await cli.run('import', 'a.json', '--function', 'orders')
})

test.concurrent.each([
  ['json', /^\{\n {2}"schema": 1,[^]*\n\}\n$/],
  ['md', /^# Thermocline report\n[^]*\| `orders` \| 3 \| 1 \| 33\.3% \|/],
  ['html', /^<!doctype html>[^]*orders[^]*<\/html>\n$/],
  ['csv', /^name,account,.*\r\norders,,,3,.*\r\n$/],
])('%s goes to stdout, and nothing else does', async (format, whole) => {
  const result = await cli.run('report', '--format', format)
  expect(result).toMatchObject({ code: 0, stderr: '' })
  expect(result.stdout).toMatch(whole)
})

test.concurrent('--output takes the format from the ending and leaves stdout empty', async () => {
  expect(await cli.run('report', '--output', 'r.html')).toEqual({ code: 0, stdout: '', stderr: '' })
  expect(readFileSync(join(cli.folder, 'r.html'), 'utf8')).toMatch(/^<!doctype html>/)
})

test.concurrent('--from and --to narrow the window', async () => {
  const edges = ['--from', '2026-11-02T08:00:05Z', '--to', '2026-11-02T08:00:15Z']
  const { stdout } = await cli.run('report', '--format', 'json', ...edges)
  expect(JSON.parse(stdout)).toMatchObject({ functions: [{ invocations: 1, starts: { warm: 1 } }] })
})

test.concurrent.each([
  [['--format', 'pdf'], 'format must be one of json, html, md, csv, got "pdf"'],
  [['--from', 'yesterday'], 'from must be an ISO 8601 time'],
  [
    ['--output', 'no/such/folder/r.md'],
    '--output must be a file that can be written, got no/such/folder/r.md',
  ],
])('%j is refused with code 2, naming it', async (options, message) => {
  const result = await cli.run('report', ...options)
  expect(result).toMatchObject({ code: 2, stdout: '' })
  expect(result.stderr).toContain(`thermocline: bad_argument: ${message}`)
})

test.concurrent('a folder without data is refused and not made', async () => {
  const missing = await cli.run('report', '--data', 'nowhere')
  expect(missing).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'thermocline: bad_argument: --data must be a folder with data, got nowhere: ' +
      'import logs into it, or give another with --data\n',
  })
  expect(existsSync(join(cli.folder, 'nowhere'))).toBe(false)
  mkdirSync(join(cli.folder, 'empty'))
  expect(await cli.run('report', '--data', 'empty')).toMatchObject({ code: 2, stdout: '' })
})

test.concurrent('a damaged store is a failure of the work, with its path', async () => {
  mkdirSync(join(cli.folder, 'data'))
  writeFileSync(join(cli.folder, 'data', 'thermocline.sqlite'), 'this is not a database at all'.repeat(100))
  const result = await cli.run('report', '--data', 'data')
  expect(result).toMatchObject({ code: 1, stdout: '' })
  expect(result.stderr).toMatch(/^thermocline: store_unusable: cannot use data\/thermocline\.sqlite: /)
})

test.concurrent('through npm the report is all that comes out', async () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url))
  const data = join(cli.folder, '.thermocline', 'data')
  const args = ['run', '--silent', 'thermocline', '--', 'report', '--format', 'json', '--data', data]
  const { stdout } = await promisify(execFile)('npm', args, { cwd: root })
  expect(stdout).toBe((await cli.run('report', '--format', 'json')).stdout)
})
