import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { logFile } from './builder.ts'
import { cliIn } from './running.ts'

test.concurrent.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'serves until %s, which ends it with code 0',
  async (signal) => {
    const { child, finished, url } = cliIn().start('serve', '--port', '0')
    const address = await url
    expect(await (await fetch(`${address}/api/about`)).json()).toMatchObject({
      lab: false,
      endpoint: address,
    })
    child.kill(signal)
    expect(await finished).toEqual({
      code: 0,
      stdout: `Thermocline is at ${address}\n  data   .thermocline/data\n  spans  ${address}/v1/traces\n`,
      stderr: '',
    })
  },
)

test.concurrent('what another process imports is told to who listens, and the stream does not hold up the end', async () => {
  const cli = cliIn()
  const server = cli.start('serve', '--port', '0')
  const response = await fetch(`${await server.url}/api/live`)
  const events = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  await events.read()
  writeFileSync(join(cli.folder, 'a.json'), logFile())
  await cli.run('import', 'a.json', '--function', 'orders')
  expect((await events.read()).value).toBe('event: changed\ndata: {"revision":1}\n\n')
  server.child.kill('SIGTERM')
  expect(await server.finished).toMatchObject({ code: 0 })
  expect(await events.read()).toMatchObject({ done: true })
})

test.concurrent('a port in use ends it with code 1, naming the port and the remedy', async () => {
  const cli = cliIn()
  const { port } = new URL(await cli.start('serve', '--port', '0').url)
  expect(await cli.run('serve', '--port', port, '--data', 'other')).toEqual({
    code: 1,
    stdout: '',
    stderr:
      `thermocline: address_in_use: port ${port} on 127.0.0.1 is in use by another program: ` +
      'stop that one, or give another with --port\n',
  })
})
