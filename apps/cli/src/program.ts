import { Command } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { ignoreCommand } from './commands/ignore.ts'
import { importCommand } from './commands/import.ts'
import { labCommand } from './commands/lab.ts'
import { manifestCommand } from './commands/manifest.ts'
import { reportCommand } from './commands/report.ts'
import { serveCommand } from './commands/serve.ts'
import { EXIT_HELP } from './exit.ts'

// What a command needs beyond its options is loaded when it runs: help and --version load nothing heavy.
const COMMANDS = [importCommand, reportCommand, serveCommand, labCommand, ignoreCommand, manifestCommand]

/** The command line; parsing throws CommanderError instead of ending the process. */
export function createProgram(): Command {
  const program = new Command('thermocline')
    .description(
      'Knows what really happens inside the containers of AWS Lambda: reuse, cold starts, leaked state.',
    )
    .version(manifest.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError('Try: thermocline --help')
    .configureHelp({ showGlobalOptions: false })
    .exitOverride()
    .addHelpText('after', HELP)
  for (const command of COMMANDS) command(program)
  for (const command of program.commands) {
    command.showHelpAfterError(`Try: thermocline ${command.name()} --help`)
  }
  return program
}

const HELP = `
Start with logs you already have:
  aws logs filter-log-events --log-group-name /aws/lambda/orders > orders.json
  thermocline import orders.json --log-group /aws/lambda/orders
  thermocline report
  thermocline serve

Or see it at work, on functions that run on this machine:
  thermocline lab
${EXIT_HELP}`
