import type { Command } from 'commander'
import { openFolder, USER_FOLDER } from '../data-folder.ts'
import { openStopSignal } from '../stop-signal.ts'
import { noteFailure, print } from '../terminal.ts'

interface ServeOptions {
  readonly data: string
  readonly host?: string
  readonly port?: string
}

export function serveCommand(program: Command): void {
  program
    .command('serve')
    .summary('dashboard, API and OTLP intake over your data')
    .description('Serves the dashboard and takes spans over OTLP/HTTP, until it is stopped.')
    .option('--data <dir>', 'folder the data is kept in; made when missing', USER_FOLDER)
    .option(
      '--port <number>',
      'port to listen on, 0 for any free one (default: $THERMOCLINE_PORT, else 4318)',
    )
    .option('--host <name>', 'loopback address to listen on (default: $THERMOCLINE_HOST, else 127.0.0.1)')
    .addHelpText('after', HELP)
    .action(serve)
}

const HELP = `
Examples:
  thermocline serve
  thermocline serve --port 0 --data ./incident-42

Send spans to it from a wrapped handler:
  THERMOCLINE_ENDPOINT=http://127.0.0.1:4318

It listens on this machine alone. Ctrl-C or SIGTERM ends it with exit code 0.`

async function serve({ data, host, port }: ServeOptions): Promise<void> {
  const stopping = openStopSignal()
  const { startServer } = await import('@thermocline/server')
  const analyzer = await openFolder(data)
  try {
    const server = await startServer({ analyzer, host, port, log: noteFailure })
    await print(`Thermocline is at ${server.url}\n  data   ${data}\n  spans  ${server.url}/v1/traces\n`)
    await stopping.wished
    await server.close()
  } finally {
    analyzer.close()
    stopping.release()
  }
}
