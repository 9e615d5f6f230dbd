import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openAnalyzer } from '@thermocline/analyzer'
import { readLogs } from '@thermocline/logs'
import { expect, test, vi } from 'vitest'
import { labSpan, logFile } from './builder.ts'
import { cliIn } from './running.ts'
import type { Cli } from './running.ts'

// Only Linux tells its processes in /proc.
test.runIf(process.platform === 'linux')(
  'shows real invocations on its own folder, and ends every process with code 0',
  { concurrent: true },
  async () => {
    const cli = cliIn()
    const { child, finished, url } = cli.start('lab', '--port', '0')
    const address = await url
    await vi.waitUntil(async () => (await about(address)).spans > 0, { timeout: 20_000, interval: 100 })
    expect(await about(address)).toMatchObject({ lab: true })
    const below = descendants(child.pid!)
    expect(below.length).toBeGreaterThan(0)

    // A second one must not empty the folder under the first.
    expect(await cli.run('lab', '--port', '0')).toMatchObject({
      code: 1,
      stderr: `thermocline: address_in_use: a lab at ${address} is using .thermocline/lab: stop that one, or give another folder with --data\n`,
    })

    child.kill('SIGTERM')
    expect(await finished).toMatchObject({ code: 0, stderr: '' })
    expect(below.filter(isAlive)).toEqual([])
    writeFileSync(join(cli.folder, 'a.json'), logFile())
    const mixed = await cli.run('import', 'a.json', '--function', 'orders', '--data', '.thermocline/lab')
    expect(mixed).toMatchObject({ code: 2, stdout: '' })
    expect(mixed.stderr).toMatch(/^thermocline: lab_data: /)
    const report = await cli.run('report', '--format', 'json', '--data', '.thermocline/lab')
    expect(JSON.parse(report.stdout)).toMatchObject({ coverage: { sources: ['span'] } })
  },
)

test.concurrent("a user's folder is refused and keeps its data", async () => {
  const cli = cliIn()
  writeFileSync(join(cli.folder, 'a.json'), logFile())
  await cli.run('import', 'a.json', '--function', 'orders', '--data', 'mine')
  const before = await cli.run('report', '--data', 'mine')
  const result = await cli.run('lab', '--port', '0', '--data', 'mine')
  expect(result).toMatchObject({ code: 2, stdout: '' })
  expect(result.stderr).toMatch(/^thermocline: lab_data: /)
  expect(await cli.run('report', '--data', 'mine')).toEqual(before)
})

test.concurrent('one that cannot start leaves what an earlier one saw', async () => {
  const cli = cliIn()
  const folder = join(cli.folder, '.thermocline/lab')
  const earlier = openAnalyzer({ folder, owner: 'lab' })
  earlier.ingest(readLogs(logFile(), { functionName: 'orders' }).intake)
  earlier.close()
  expect(await cli.run('lab', '--port', 'abc')).toMatchObject({ code: 2 })
  const report = await cli.run('report', '--format', 'json', '--data', '.thermocline/lab')
  expect(JSON.parse(report.stdout)).toMatchObject({ coverage: { invocationsSeen: 3 } })
})

test.concurrent('when its port is taken it ends with code 1 and leaves nothing running', async () => {
  const cli = cliIn()
  const { port } = new URL(await cli.start('serve', '--port', '0').url)
  expect(await cli.run('lab', '--port', port)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^thermocline: address_in_use: port /) as string,
  })
})

test.concurrent('when it fails after the server is up, it ends all the same', async () => {
  const result = await cliIn({ TMPDIR: '/no/such/folder' }).run('lab', '--port', '0')
  expect(result).toMatchObject({ code: 2, stdout: '' })
  expect(result.stderr).toMatch(/^thermocline: bad_setting: tmpFolder /)
})

test.concurrent('a signal that comes twice at once, as npm passes on what the terminal has sent, ends it as well', async () => {
  const cli = cliIn()
  const { child, finished, url } = cli.start('lab', '--port', '0')
  await url
  child.kill('SIGINT')
  await new Promise((resolve) => setTimeout(resolve, 6))
  child.kill('SIGINT')
  expect(await finished).toMatchObject({ code: 0, stderr: '' })
  const journal = readFileSync(join(cli.folder, '.thermocline/lab/journal.jsonl'), 'utf8')
  expect(journal.match(/"kind":"stopped"/g)).toHaveLength(4)
})

test.concurrent('--minutes ends it by itself, and a run starts clean unless told to keep', async () => {
  const cli = cliIn()
  const { child, finished, url } = cli.start('lab', '--port', '0')
  const headers = { 'content-type': 'application/json' }
  const sent = await fetch(`${await url}/v1/traces`, { method: 'POST', headers, body: labSpan() })
  expect(sent.status).toBe(200)
  child.kill('SIGTERM')
  await finished

  const short = ['lab', '--port', '0', '--minutes', '0.0001']
  expect(await cli.run(...short, '--keep')).toMatchObject({ code: 0, stderr: '' })
  expect(await namesIn(cli)).toContain('older')
  expect(await cli.run(...short)).toMatchObject({ code: 0, stderr: '' })
  expect(await namesIn(cli)).not.toContain('older')
})

async function namesIn(cli: Cli): Promise<string[]> {
  const { stdout } = await cli.run('report', '--format', 'json', '--data', '.thermocline/lab')
  return (JSON.parse(stdout) as { functions: { name: string }[] }).functions.map(({ name }) => name)
}

async function about(url: string): Promise<{ lab: boolean; spans: number }> {
  return (await (await fetch(`${url}/api/about`)).json()) as { lab: boolean; spans: number }
}

/** Ids of all processes below one. */
function descendants(pid: number): number[] {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
  const parents = new Map(pids.map((id) => [id, parentOf(id)]))
  const below = new Set([pid])
  // Children have larger ids than their parents but where the ids wrapped around: three rounds reach all.
  for (let round = 0; round < 3; round++) {
    for (const [id, parent] of parents) if (parent !== undefined && below.has(parent)) below.add(id)
  }
  return [...below].filter((id) => id !== pid)
}

function parentOf(pid: number): number | undefined {
  try {
    // After the command's name, which may hold spaces: state, parent.
    const [, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return Number(parent)
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
