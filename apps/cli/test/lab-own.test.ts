import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import { cliIn } from './running.ts'
import type { Cli } from './running.ts'

const HANDLER = `
let count = 0
export const handler = async (event) => {
  count += 1
  console.log('called', count)
  if (event.fail) throw new RangeError('asked for')
  return { count, colour: process.env.COLOUR, memory: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE }
}
`

function withHandler(): Cli {
  const cli = cliIn()
  mkdirSync(join(cli.folder, 'dist'))
  writeFileSync(join(cli.folder, 'package.json'), '{"name": "@shop/orders"}')
  writeFileSync(join(cli.folder, 'dist/index.mjs'), HANDLER)
  return cli
}

test.concurrent('a handler of one’s own is run, called, explained, exported, and seen from its logs', async () => {
  const cli = withHandler()
  const settings = ['--memory', '256', '--timeout', '5', '--env', 'COLOUR=red']
  const { child, finished, url } = cli.start(
    'lab',
    '--handler',
    'dist/index.handler',
    '--port',
    '0',
    ...settings,
  )
  await url
  await vi.waitUntil(() => lambdaOf(cli) !== null, { timeout: 10_000 })

  const first = await cli.run('lab', 'invoke', 'shop-orders', '--event', '{"a":1}')
  expect(first).toMatchObject({ code: 0, stdout: '{"count":1,"colour":"red","memory":"256"}\n' })
  const again = await cli.runWith(
    '{}',
    'lab',
    'invoke',
    'shop-orders',
    '--event',
    '-',
    '--times',
    '2',
    '--logs',
  )
  expect(again.stdout).toBe(
    '{"count":2,"colour":"red","memory":"256"}\n{"count":3,"colour":"red","memory":"256"}\n',
  )
  expect(again.stderr).toMatch(/called 3\nEND RequestId: .*\nREPORT RequestId: /)
  const failed = await cli.run('lab', 'invoke', 'shop-orders', '--event', '{"fail":true}')
  expect(failed.code).toBe(1)
  expect(JSON.parse(failed.stdout)).toMatchObject({ errorType: 'RangeError', errorMessage: 'asked for' })
  expect(await cli.run('lab', 'invoke', 'absent')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      /^thermocline: not_found: ResourceNotFoundException: Function not found: /,
    ) as string,
  })

  child.kill('SIGTERM')
  const { code, stdout, stderr } = await finished
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain("Call it with: thermocline lab invoke shop-orders --event '{}'")
  expect(stdout.match(/shop-orders +(cold|warm)/g)).toHaveLength(4)
  expect(stdout).toContain('called 4')

  const report = JSON.parse(
    (await cli.run('report', '--format', 'json', '--data', '.thermocline/lab')).stdout,
  )
  expect(report).toMatchObject({
    coverage: { sources: ['log'], invocationsSeen: 4 },
    functions: [{ name: 'shop-orders', invocations: 4, starts: { cold: 1 }, containers: { seen: 1 } }],
  })

  const explained = (await cli.run('lab', 'explain', '1')).stdout
  expect(explained).toMatch(/container 1 of shop-orders.*\n +made .*\(first\)/)
  const logs = await cli.run('lab', 'export')
  expect((JSON.parse(logs.stdout) as { events: unknown[] }).events.length).toBeGreaterThan(8)
  await cli.run('lab', 'export', '--format', 's3', '--out', 'bucket')
  const task = readdirSync(join(cli.folder, 'bucket/exportedlogs')).find(
    (name) => name !== 'aws-logs-write-test',
  )
  const [stream] = readdirSync(join(cli.folder, 'bucket/exportedlogs', task!))
  const object = readFileSync(join(cli.folder, 'bucket/exportedlogs', task!, stream!, '000000.gz'))
  expect(gunzipSync(object).toString('utf8')).toContain('REPORT RequestId')
  const payloads = await cli.run('lab', 'export', '--format', 'subscription')
  const [payload] = payloads.stdout.split('\n')
  const { awslogs } = JSON.parse(payload!) as { awslogs: { data: string } }
  expect(JSON.parse(gunzipSync(Buffer.from(awslogs.data, 'base64')).toString('utf8'))).toMatchObject({
    messageType: 'DATA_MESSAGE',
    logGroup: '/aws/lambda/shop-orders',
  })
})

function lambdaOf({ folder }: Cli): string | null {
  const path = join(folder, '.thermocline/lab/lab.json')
  return existsSync(path)
    ? ((JSON.parse(readFileSync(path, 'utf8')) as { addresses: { lambda: string | null } | null }).addresses
        ?.lambda ?? null)
    : null
}

test.concurrent.each([
  [
    'dist/index.absent',
    /Runtime\.HandlerNotFound: dist\/index\.absent is undefined or not exported\. The part after the dot/,
  ],
  [
    'dist/absent.handler',
    /handler of shop-orders must be in a file .*absent \(\.js, \.mjs or \.cjs\), got "dist\/absent\.handler"/,
  ],
  ['dist/index', /handler of shop-orders must be of the form "file\.export", got "dist\/index"/],
  [
    'broken.handler',
    /Runtime\.UserCodeSyntaxError: SyntaxError: Unexpected token '=' \(broken\.mjs:2\)\. TypeScript has to be/,
  ],
  ['throws.handler', /TypeError: Cannot read properties of undefined \(reading 'y'\) \(throws\.mjs:1\)/],
  [
    'exits.handler',
    /Runtime\.ExitError: the process ended during its init, with exit status 3\n.*no configuration/,
  ],
])('the handler %s is refused before anything starts', async (handler, message) => {
  const cli = withHandler()
  writeFileSync(join(cli.folder, 'broken.mjs'), 'export const handler = async () => {\n  const = 1\n}\n')
  writeFileSync(join(cli.folder, 'throws.mjs'), 'export const handler = undefined.y\n')
  writeFileSync(join(cli.folder, 'exits.mjs'), "console.log('no configuration')\nprocess.exit(3)\n")
  const result = await cli.run('lab', '--handler', handler, '--port', '0')
  expect(result).toMatchObject({ code: 2, stdout: '' })
  expect(result.stderr).toMatch(/^thermocline: bad_setting: /)
  expect(result.stderr).toMatch(message)
  expect(existsSync(join(cli.folder, '.thermocline'))).toBe(false)
})

test.concurrent.each([
  [
    ['--handler', 'dist/index.handler', '--memory', 'much'],
    '--memory must be a whole number of megabytes, got "much"',
  ],
  [
    ['--handler', 'dist/index.handler', '--memory', '64'],
    'memoryMb of shop-orders must be a whole number from 128 to 10240, got 64',
  ],
  [
    ['--handler', 'dist/index.handler', '--timeout', 'long'],
    '--timeout must be a number of seconds, got "long"',
  ],
  [
    ['--handler', 'dist/index.handler', '--env', 'COLOUR'],
    '--env must be of the form NAME=value, got "COLOUR"',
  ],
  [
    ['--handler', 'dist/index.handler', '--env', '_HANDLER=x'],
    'env of shop-orders must be free of names Lambda sets itself, got "_HANDLER"',
  ],
  [
    ['--handler', 'dist/index.handler', '--runtime', 'python3.13'],
    'runtime must be one of nodejs22.x, nodejs24.x, got "python3.13"',
  ],
  [
    ['--handler', 'dist/index.handler', '--every', '0'],
    '--every must be a number of seconds above 0, got "0"',
  ],
  [['--lambda-port', '99999'], '--lambda-port must be a port from 0 to 65535, got "99999"'],
  [['steady', '--speed', '0'], '--speed must be a number above 0, got "0"'],
])('%j is refused', async (typed, message) => {
  const result = await withHandler().run('lab', ...typed, '--port', '0')
  expect(result).toMatchObject({ code: 2, stderr: `thermocline: bad_setting: ${message}\n` })
})

test.concurrent.each([
  [['--memory', '256'], '--memory goes with --handler, and there is none'],
  [['steady', '--keep-alive', '5'], '--keep-alive goes with --handler, and there is none'],
  [['--simulate'], '--simulate goes with a scenario, and there is none'],
  [['--handler', 'dist/index.handler', '--speed', '2'], '--speed goes with a scenario, and there is none'],
])('%j would not be heard and is refused', async (typed, message) => {
  const result = await withHandler().run('lab', ...typed, '--port', '0')
  expect(result).toMatchObject({ code: 2, stderr: `thermocline: bad_argument: ${message}\n` })
})

test.concurrent('a lab that cannot start leaves what the one before it saw', async () => {
  const cli = withHandler()
  const once = ['--handler', 'dist/index.handler', '--port', '0']
  const { child, finished } = cli.start('lab', ...once)
  await vi.waitUntil(() => lambdaOf(cli) !== null, { timeout: 20_000 })
  expect((await cli.run('lab', 'invoke', 'shop-orders')).code).toBe(0)
  child.kill('SIGTERM')
  await finished
  const before = await cli.run('lab', 'explain')
  expect(before.stdout).toContain('1 container made')
  const { port } = new URL(await cliIn().start('serve', '--port', '0').url)
  expect((await cli.run('lab', ...once, '--lambda-port', port)).code).toBe(1)
  expect((await cli.run('lab', ...once, '--lambda-port', 'abc')).code).toBe(2)
  expect(await cli.run('lab', 'explain')).toEqual(before)
  expect((await cli.run('report', '--data', '.thermocline/lab')).stdout).toContain('shop-orders')
})

test.concurrent('of two labs started together on one folder one runs and one is refused', async () => {
  const cli = withHandler()
  const both = [1, 2].map(() => cli.start('lab', '--handler', 'dist/index.handler', '--port', '0'))
  const first = await Promise.race(both.map(async ({ finished }, index) => ({ index, ...(await finished) })))
  expect(first).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/address_in_use: a lab at .* is using/) as string,
  })
  const other = both[1 - first.index]!
  await other.url
  other.child.kill('SIGTERM')
  expect(await other.finished).toMatchObject({ code: 0, stderr: '' })
})

test.concurrent('a layer that is no folder is refused', async () => {
  const result = await withHandler().run('lab', '--handler', 'dist/index.handler', '--layer', 'absent')
  expect(result.code).toBe(2)
  expect(result.stderr).toMatch(
    /^thermocline: bad_setting: layers of shop-orders must be folders, got ".*\/absent"\n$/,
  )
})

test.concurrent('a path that leads elsewhere belongs to the package it is in', async () => {
  const { folder } = withHandler()
  const cli = cliIn()
  const typed = [
    '--handler',
    join(folder, 'dist/index.handler'),
    '--port',
    '0',
    '--every',
    '0.2',
    '--minutes',
    '0.03',
  ]
  expect((await cli.run('lab', ...typed)).stdout).toContain('lab invoke shop-orders')
})

test.concurrent('under npm a path is where it was typed', async () => {
  const { folder } = withHandler()
  const cli = cliIn({ npm_lifecycle_event: 'thermocline', INIT_CWD: folder })
  const typed = ['--handler', 'dist/index.handler', '--port', '0', '--every', '0.2', '--minutes', '0.03']
  expect((await cli.run('lab', ...typed)).stdout).toContain('lab invoke shop-orders')
})

test.concurrent('what needs a lab says so where there is none', async () => {
  const cli = cliIn()
  expect(await cli.run('lab', 'invoke', 'orders')).toMatchObject({
    code: 2,
    stderr:
      'thermocline: not_found: no lab runs on .thermocline/lab: start one with thermocline lab, or name its --data\n',
  })
  expect(await cli.run('lab', 'explain')).toMatchObject({
    code: 2,
    stderr:
      'thermocline: not_found: there is no journal of a lab in .thermocline/lab: run thermocline lab first\n',
  })
  expect(await cli.run('lab', 'export')).toMatchObject({
    code: 2,
    stderr: 'thermocline: not_found: no lab has written logs into .thermocline/lab\n',
  })
})

test.concurrent('a port of Lambda’s API that is taken is told, and nothing keeps running', async () => {
  const cli = withHandler()
  const { port } = new URL(await cliIn().start('serve', '--port', '0').url)
  const result = await cli.run('lab', '--handler', 'dist/index.handler', '--port', '0', '--lambda-port', port)
  expect(result).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^thermocline: address_in_use: .* with --lambda-port\n$/) as string,
  })
})
