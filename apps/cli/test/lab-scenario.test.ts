import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { cliIn } from './running.ts'
import type { Cli } from './running.ts'

const SCENARIO = {
  scenario: 1,
  about: 'Two calls at once, then one more.',
  driver: 'live',
  lastsMs: 1500,
  functions: [
    { name: 'echo', folder: 'echo', handler: 'index.handler', model: { initMs: 100, durationMs: 300 } },
  ],
  traffic: [{ function: 'echo', pattern: 'at', atMs: [0, 0, 1200], event: { ms: 300 } }],
}

function withScenario(more: object = {}): Cli {
  const cli = cliIn()
  mkdirSync(join(cli.folder, 'echo'))
  const handler =
    'export const handler = (event) => new Promise((done) => setTimeout(done, event.ms, event))\n'
  writeFileSync(join(cli.folder, 'echo/index.mjs'), handler)
  writeFileSync(join(cli.folder, 'mine.json'), JSON.stringify({ ...SCENARIO, ...more }))
  return cli
}

async function reported(cli: Cli): Promise<unknown> {
  return JSON.parse((await cli.run('report', '--format', 'json', '--data', '.thermocline/lab')).stdout)
}

const SEEN = {
  functions: [
    {
      name: 'echo',
      invocations: 3,
      starts: { cold: 2, warm: 1 },
      causes: { first: 1, scale_out: 1 },
      containers: { seen: 2 },
      peakConcurrency: 2,
    },
  ],
}

test.concurrent('a scenario file is played on real processes and ends', async () => {
  const cli = withScenario()
  const { code, stdout, stderr } = await cli.run('lab', 'mine.json', '--exit', '--port', '0')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('mine: Two calls at once, then one more.')
  expect(stdout).toContain(
    'The scenario is over: 3 calls, 3 ok, 0 errors, 0 timeouts, 0 crashes, 0 throttled',
  )
  expect(await reported(cli)).toMatchObject(SEEN)
})

test.concurrent('the same scenario simulated is seen alike, and its truth is explained', async () => {
  const cli = withScenario()
  const { code, stdout, stderr } = await cli.run('lab', 'mine.json', '--simulate', '--exit', '--port', '0')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/Simulated 0\.0 days in \S+ s: 3 invocations in 2 containers/)
  expect(await reported(cli)).toMatchObject(SEEN)
  expect((await cli.run('lab', 'explain')).stdout).toMatch(
    /2 containers made: first 1, scale_out 1|scale_out 1, first 1/,
  )
})

test.concurrent('a simulated scenario answers while it is read in, and is ended by a signal', async () => {
  const cli = cliIn()
  const { child, finished, url } = cli.start('lab', 'quiet-nights', '--port', '0')
  const seen = async (): Promise<number> => {
    const answer = await fetch(`${await url}/api/about`)
    return ((await answer.json()) as { spans: number }).spans
  }
  await vi.waitUntil(async () => (await seen()) > 0, { timeout: 20_000 })
  child.kill('SIGTERM')
  const { code, stdout, stderr } = await finished
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/ {2}Cut short in \S+ s: \d+ invocations in \d+ containers\n$/)
})

test.concurrent('the scenarios that ship are listed, each in a line', async () => {
  const { stdout } = await cliIn().run('lab', 'scenarios')
  const names = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ')[0])
  expect(names).toEqual([
    'bursty',
    'crash-loop',
    'deploy',
    'noisy-tenants',
    'provisioned-spillover',
    'quiet-nights',
    'steady',
    'timeout',
  ])
})

test.concurrent('an unknown scenario is answered with the nearest, a bad file with what is wrong in it', async () => {
  expect(await cliIn().run('lab', 'stedy')).toMatchObject({
    code: 2,
    stderr: 'thermocline: not_found: there is no scenario "stedy": did you mean "steady"?\n',
  })
  const bad = await withScenario({ lastsMs: 'long' }).run('lab', 'mine.json', '--port', '0')
  expect(bad).toMatchObject({ code: 2, stdout: '' })
  expect(bad.stderr).toMatch(/^thermocline: bad_setting: .*lastsMs.*got "long"\n$/)
  expect(await cliIn().run('lab', 'steady', '--handler', 'a.b')).toMatchObject({
    code: 2,
    stderr: 'thermocline: bad_argument: a scenario or --handler, not both: got steady and a.b\n',
  })
})
