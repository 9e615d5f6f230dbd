import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { cliIn, MAIN } from './running.ts'

test.concurrent('--version and --help answer on stdout', async () => {
  const cli = cliIn()
  expect(await cli.run('--version')).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' })
  const help = await cli.run('--help')
  expect(help).toMatchObject({ code: 0, stderr: '' })
  expect(help.stdout).toContain('Exit codes:\n  0  done\n')
})

test.concurrent.each(['import', 'report', 'serve', 'lab'])('%s --help has examples', async (command) => {
  const { code, stdout } = await cliIn().run(command, '--help')
  expect(code).toBe(0)
  expect(stdout).toMatch(/Examples:\n(?: {2}.*\n)* {2}thermocline /)
})

test.concurrent.each([
  [[], ''],
  [['improt'], "error: unknown command 'improt'\n(Did you mean import?)\nTry: thermocline --help\n"],
  [
    ['report', '--fromat', 'x'],
    "error: unknown option '--fromat'\n(Did you mean --format?)\nTry: thermocline report",
  ],
  [['import'], "error: missing required argument 'file'\nTry: thermocline import --help\n"],
  [['report', 'extra'], 'error: too many arguments'],
  [
    ['serve', '--port', 'http'],
    'thermocline: bad_setting: port must be a whole number from 0 to 65535, got "http"\n',
  ],
  [['serve', '--host', '0.0.0.0'], 'thermocline: bad_setting: host must be one of 127.0.0.1, localhost, ::1'],
  [['lab', '--minutes', '0'], 'thermocline: bad_setting: --minutes must be more than 0'],
])('%j is bad usage: code 2, the reason on stderr, nothing on stdout', async (args, reason) => {
  const result = await cliIn().run(...args)
  expect(result).toMatchObject({ code: 2, stdout: '' })
  expect(result.stderr).toContain(reason)
})

test.concurrent('help and --version load nothing that a command would need', async () => {
  // The store's native module is the heaviest; it cannot have been loaded when its package was not resolved.
  const { stderr } = await promisify(execFile)(process.execPath, [MAIN, '--version'], {
    env: { ...process.env, NODE_DEBUG: 'esm' },
    maxBuffer: 2 ** 26,
  })
  expect(stderr).not.toMatch(/better-sqlite3|express/)
})
