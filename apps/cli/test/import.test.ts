import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { CUT_REPORT, logFile } from './builder.ts'
import { cliIn, MAIN } from './running.ts'
import type { Cli } from './running.ts'

test.concurrent('says what was read and what of it was new; a second time nothing is', async () => {
  const cli = cliWith({ 'a.json': logFile() })
  const first = await cli.run('import', 'a.json', '--function', 'orders')
  expect(first).toEqual({
    code: 0,
    stdout:
      'a.json: 9 events (filter-log-events)\n' +
      '  3 invocations, 3 new\n' +
      '  0 spans in 0 lines, 0 new\n' +
      '  0 lines written by the application\n',
    stderr: '',
  })
  const before = await cli.run('report', '--format', 'json')
  const second = await cli.run('import', 'a.json', '--function', 'orders')
  expect(second.stdout).toContain('  3 invocations, 0 new\n')
  expect(await cli.run('report', '--format', 'json')).toEqual(before)
})

test.concurrent('--log-group or --function gives the function its name', async () => {
  const cli = cliWith({ 'a.json': logFile(), 'b.json': logFile({ digit: 'b' }) })
  expect(await cli.run('import', 'a.json', '--log-group', '/aws/lambda/orders')).toMatchObject({ stderr: '' })
  expect(await cli.run('import', 'b.json', '--function', 'mail')).toMatchObject({ stderr: '' })
  expect(await namesIn(cli)).toEqual(['mail', 'orders'])
})

test.concurrent('what does not say its log stream is refused without --log-stream, and read with it', async () => {
  const copied = [
    '2026-08-08T10:00:00.000Z\tSTART RequestId: 8edab1f8-7d34-4a8e-a965-15ccbbb78d4c Version: $LATEST',
    '2026-08-08T10:00:00.250Z\tREPORT RequestId: 8edab1f8-7d34-4a8e-a965-15ccbbb78d4c\tDuration: 250.50 ms\t',
  ].join('\n')
  const cli = cliWith({ 'copied.txt': copied })
  const refused = await cli.run('import', 'copied.txt', '--function', 'orders')
  expect(refused).toMatchObject({ code: 2, stdout: '' })
  expect(refused.stderr).toContain('bad_log: console-copy does not say which log stream it is from')
  const stream = '2026/08/08/[$LATEST]72ff54cfc8da40ecac7783b781764e46'
  const read = await cli.run('import', 'copied.txt', '--function', 'orders', '--log-stream', stream)
  expect(read).toMatchObject({ code: 0, stderr: '' })
  expect(read.stdout).toContain('copied.txt: 2 events (console-copy)\n  1 invocation, 1 new\n')
  expect(await cli.run('import', 'copied.txt', '--log-stream', ' ')).toMatchObject({ code: 2, stdout: '' })
})

test.concurrent('without a name and without a terminal it is unknown, and says so', async () => {
  const cli = cliWith({ 'a.json': logFile() })
  const { code, stderr } = await cli.run('import', 'a.json')
  expect([code, stderr]).toEqual([
    0,
    'a.json: does not say which function it is about, kept as "unknown"; --function names it\n',
  ])
  expect(await namesIn(cli)).toEqual(['unknown'])
})

test.concurrent('a file of which nothing could be read is refused, and leaves no folder', async () => {
  const nameless = JSON.stringify({
    events: [{ timestamp: 1, message: 'START' }, null, 'x'],
    searchedLogStreams: [],
  })
  const cli = cliWith({ 'a.json': nameless })
  const { code, stdout, stderr } = await cli.run('import', 'a.json', '--function', 'orders')
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(/^thermocline: bad_log: none of its 3 events could be read: /)
  expect(existsSync(join(cli.folder, '.thermocline'))).toBe(false)
})

test.concurrent('a folder without a name is refused, and not taken for the current one', async () => {
  const cli = cliWith({ 'a.json': logFile() })
  expect(await cli.run('import', 'a.json', '--function', 'orders', '--data', '')).toMatchObject({
    code: 2,
    stderr: 'thermocline: bad_argument: --data must be a folder, got ""\na.json: nothing of it was stored\n',
  })
  expect(await cli.run('report', '--data', ' ')).toMatchObject({ code: 2, stdout: '' })
})

test.concurrent('standard input, gzip and the UTF-16 of PowerShell are read alike', async () => {
  const utf16 = Buffer.from(`\uFEFF${logFile({ digit: 'b' })}`, 'utf16le')
  const cli = cliWith({ 'a.json.gz': gzipSync(logFile()), 'b.json': utf16 })
  expect(await cli.run('import', 'a.json.gz', 'b.json', '--function', 'orders')).toMatchObject({ code: 0 })
  const piped = await cli.runWith(logFile({ digit: 'c' }), 'import', '-', '--function', 'orders')
  expect(piped).toMatchObject({ code: 0, stdout: expect.stringContaining('-: 9 events') as string })
  const { stdout } = await cli.run('report', '--format', 'json')
  expect(JSON.parse(stdout)).toMatchObject({ coverage: { invocationsSeen: 9 } })
})

// `script` (util-linux) gives a command a terminal of its own.
test.runIf(existsSync('/usr/bin/script') && process.platform === 'linux')(
  'at a terminal it asks for the name of the function',
  { concurrent: true },
  async () => {
    const cli = cliWith({ 'a.json': logFile() })
    const command = `"${process.execPath}" "${MAIN}" import a.json`
    const terminal = spawn('/usr/bin/script', ['-qec', command, '/dev/null'], { cwd: cli.folder })
    const said: string[] = []
    for await (const chunk of terminal.stdout as AsyncIterable<Buffer>) {
      said.push(chunk.toString())
      if (said.join('').includes('Which function is a.json about? [unknown]: '))
        terminal.stdin.end('orders\n')
    }
    expect(said.join('')).toContain('3 invocations, 3 new')
    expect(await namesIn(cli)).toEqual(['orders'])
  },
)

test.concurrent('what could not be read is counted and shown; --strict makes it exit code 3', async () => {
  const cli = cliWith({ 'a.json': logFile({ messages: [CUT_REPORT] }) })
  const lenient = await cli.run('import', 'a.json', '--function', 'orders')
  expect(lenient.code).toBe(0)
  expect(lenient.stdout).toMatch(/1 event could not be read:\n {4}events\[9\]: .+\n {6}"REPORT RequestId: /)
  expect(await cli.run('import', '--strict', 'a.json', '--function', 'orders')).toMatchObject({ code: 3 })
})

test.concurrent('a file that cannot be imported is refused with its reason, while the others are imported', async () => {
  const cli = cliWith({
    'a.json': logFile(),
    'prose.txt': 'Dear diary',
    'broken.json': logFile().slice(0, -40),
    'broken.gz': gzipSync(logFile()).subarray(0, 100),
    'empty.json': '',
    'z.json': logFile({ digit: 'b' }),
  })
  mkdirSync(join(cli.folder, 'folder'))
  const bad = ['missing.json', 'folder', 'prose.txt', 'broken.json', 'broken.gz', 'empty.json']
  const { code, stderr } = await cli.run('import', 'a.json', ...bad, 'z.json', '--function', 'orders')
  expect(code).toBe(2)
  expect(stderr.split('\n')).toEqual([
    'thermocline: bad_argument: a log file must be readable, got "missing.json": there is no such file',
    'missing.json: nothing of it was stored',
    'thermocline: bad_argument: a log file must be readable, got "folder": it is a folder',
    'folder: nothing of it was stored',
    expect.stringMatching(/^thermocline: unknown_format: .*"Dear diary"/),
    'prose.txt: nothing of it was stored',
    expect.stringMatching(/^thermocline: bad_log: /),
    'broken.json: nothing of it was stored',
    expect.stringMatching(/^thermocline: bad_gzip: "broken\.gz" must be whole gzip, got: /),
    'broken.gz: nothing of it was stored',
    expect.stringMatching(/^thermocline: unknown_format: .*an empty file/),
    'empty.json: nothing of it was stored',
    `2 of 8 files imported; not imported: ${bad.join(', ')}`,
    '',
  ])
  const { stdout } = await cli.run('report', '--format', 'json')
  expect(JSON.parse(stdout)).toMatchObject({ coverage: { invocationsSeen: 6 } })
})

test.concurrent('a run of nothing but bad files makes no folder', async () => {
  const cli = cliIn()
  expect(await cli.run('import', 'missing.json')).toMatchObject({ code: 2 })
  expect(existsSync(join(cli.folder, '.thermocline'))).toBe(false)
})

test.concurrent('a name of nothing and standard input given twice are bad usage', async () => {
  const cli = cliIn()
  expect(await cli.run('import', 'a.json', '--function', ' ')).toMatchObject({ code: 2 })
  expect(await cli.run('import', '-', '-')).toMatchObject({
    code: 2,
    stderr: 'thermocline: bad_argument: standard input (-) must be given once\n',
  })
})

test.concurrent('text of a log cannot steer the terminal', async () => {
  const cli = cliWith({
    'a.json': logFile({ messages: [`REPORT RequestId: \u001B]0;pwned\u0007 \u009B31m`] }),
  })
  const { stdout } = await cli.run('import', 'a.json', '--function', 'orders')
  expect(stdout).toContain('could not be read')
  expect(stdout).not.toMatch(/[^\P{Cc}\n]/u)
})

function cliWith(files: Readonly<Record<string, string | Buffer>>): Cli {
  const cli = cliIn()
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cli.folder, name), content)
  return cli
}

async function namesIn(cli: Cli): Promise<string[]> {
  const { stdout } = await cli.run('report', '--format', 'json')
  return (JSON.parse(stdout) as { functions: { name: string }[] }).functions.map(({ name }) => name)
}
