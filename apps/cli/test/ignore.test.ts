import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Report } from '@thermocline/wire'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { cliIn } from './running.ts'

const cli = cliIn()
let key = ''

// What the SDK really says of a handler that keeps each order, as CloudWatch would hand it over.
const HANDLER = `
import { wrap } from '${import.meta.resolve('@thermocline/lambda')}'
const seenOrders = []
const handler = wrap(async (event) => void seenOrders.push(event.id))
for (let i = 0; i < 40; i++) await handler({ id: 'order-' + i }, { awsRequestId: 'r' + i })
process.exit()
`

beforeAll(async () => {
  writeFileSync(join(cli.folder, 'handler.mjs'), HANDLER)
  const env = {
    ...process.env,
    AWS_LAMBDA_FUNCTION_NAME: 'orders',
    AWS_LAMBDA_FUNCTION_VERSION: '7',
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/02/[7]' + 'a'.repeat(32),
    LAMBDA_TASK_ROOT: cli.folder,
    THERMOCLINE_LEAKS: 'every',
  }
  const { stdout } = await promisify(execFile)(process.execPath, ['handler.mjs'], { cwd: cli.folder, env })
  const events = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((message, index) => ({
      logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
      timestamp: Date.now(),
      message,
      eventId: String(index),
    }))
  writeFileSync(join(cli.folder, 'spans.json'), JSON.stringify({ events }))
  await cli.run('import', 'spans.json', '--function', 'orders')
  key = (await finding()).key
})

beforeEach(() => cli.run('ignore', 'orders', key, '--undo'))

async function finding(): Promise<Report['functions'][number]['findings'][number]> {
  const { stdout } = await cli.run('report', '--format', 'json')
  return (JSON.parse(stdout) as Report).functions[0]!.findings[0]!
}

test('a finding is ignored with its reason until that is taken back', async () => {
  expect(await finding()).toMatchObject({ name: 'seenOrders', status: 'open', versions: ['7'] })
  expect(await cli.run('ignore', 'orders', key, '--reason', ' kept for the demo ')).toEqual({
    code: 0,
    stdout: '',
    stderr: `orders ${key}: is ignored\n`,
  })
  expect(await finding()).toMatchObject({ status: 'ignored', ignoredBecause: 'kept for the demo' })
  expect((await cli.run('report')).stdout).toContain('| growth | ignored: kept for the demo |')
  expect((await cli.run('ignore', 'orders')).stdout).toBe(
    `${key}\tignored\tmedium\tmodule_variable\tseenOrders\thandler.mjs:3\tkept for the demo\n`,
  )
  expect((await cli.run('ignore', 'orders', key, '--undo')).stderr).toBe(
    `orders ${key}: counts as any other again\n`,
  )
  expect(await finding()).toMatchObject({ status: 'open', ignoredBecause: null })
})

test('what a reason says is one line of the list, and no terminal obeys it', async () => {
  await cli.run('ignore', 'orders', key, '--reason', 'a\nb\tc\u001B[2Jd')
  expect((await cli.run('ignore', 'orders')).stdout).toBe(
    `${key}\tignored\tmedium\tmodule_variable\tseenOrders\thandler.mjs:3\ta b c\uFFFD[2Jd\n`,
  )
})

test.each<[string, (known: string) => readonly string[], number, string]>([
  [
    'another function',
    (known) => ['payments', known, '--reason', 'x'],
    2,
    'not_found: no function "payments" was seen',
  ],
  [
    'another key',
    () => ['orders', '0000000000000000', '--reason', 'x'],
    2,
    'not_found: no finding "0000000000000000" of function orders was seen; it has ',
  ],
  [
    'no reason',
    (known) => ['orders', known],
    2,
    'bad_argument: ignore takes either --reason or --undo, got none',
  ],
  [
    'both',
    (known) => ['orders', known, '--reason', 'x', '--undo'],
    2,
    'bad_argument: ignore takes either --reason or --undo, got both',
  ],
  [
    'a reason for no key',
    () => ['orders', '--reason', 'x'],
    2,
    'bad_argument: --reason takes the key of a finding before it',
  ],
  [
    'nothing to undo',
    () => ['orders', '--undo'],
    2,
    'bad_argument: --undo takes the key of a finding before it',
  ],
  [
    'an empty reason',
    (known) => ['orders', known, '--reason', '  '],
    2,
    'bad_argument: the reason must be a text of 1 to 500 characters, got 0',
  ],
  [
    'a reason too long',
    (known) => ['orders', known, '--reason', 'x'.repeat(501)],
    2,
    'bad_argument: the reason must be a text of 1 to 500 characters, got 501',
  ],
])('%s is refused, and nothing is kept', async (_name, given, code, message) => {
  const result = await cli.run('ignore', ...given(key))
  expect(result).toMatchObject({ code, stdout: '' })
  expect(result.stderr).toContain(`thermocline: ${message}`)
  expect(await finding()).toMatchObject({ status: 'open' })
})

test('it is done while a server has the data open', async () => {
  const url = await cli.start('serve', '--port', '0').url
  const open = async (): Promise<string> => {
    const report = (await (await fetch(`${url}/api/report`)).json()) as Report
    return report.functions[0]!.findings[0]!.status
  }
  expect(await open()).toBe('open')
  await cli.run('ignore', 'orders', key, '--reason', 'known')
  expect(await open()).toBe('ignored')
})
