import type { Command } from 'commander'
import type { Analyzer } from '@thermocline/analyzer'
import { type FindingReport, ThermoclineError } from '@thermocline/wire'
import { openExisting, USER_FOLDER } from '../data-folder.ts'
import { note, print, visible } from '../terminal.ts'

interface IgnoreOptions {
  readonly data: string
  readonly reason?: string
  readonly undo?: boolean
}

export function ignoreCommand(program: Command): void {
  program
    .command('ignore')
    .summary('a finding of leaked state that you decided to live with')
    .description(
      'From now on the finding counts as ignored, in every container and version, and its reason is shown in its place. Without a key the findings of the function are listed.',
    )
    .argument('<function>', 'its name')
    .argument('[key]', 'the key of the finding')
    .option('--reason <text>', 'why, for whoever asks next')
    .option('--undo', 'count it as any other again')
    .option('--data <dir>', 'folder the data is kept in; must be there', USER_FOLDER)
    .addHelpText('after', HELP)
    .action(ignore)
}

const HELP = `
Examples:
  thermocline ignore orders
  thermocline ignore orders 0f3c9a52d17b4e68 --reason "bounded by the number of countries"
  thermocline ignore orders 0f3c9a52d17b4e68 --undo`

async function ignore(name: string, key: string | undefined, options: IgnoreOptions): Promise<void> {
  const { reason, undo = false } = options
  checkTyped(key, options)
  const analyzer = await openExisting(options.data)
  try {
    if (key === undefined) await list(analyzer, name)
    else {
      analyzer.ignore(name, key, reason ?? null)
      note(`${name} ${key}: ${undo ? 'counts as any other again' : 'is ignored'}`)
    }
  } finally {
    analyzer.close()
  }
}

function checkTyped(key: string | undefined, { reason, undo = false }: IgnoreOptions): void {
  const typed = [...(reason === undefined ? [] : ['--reason']), ...(undo ? ['--undo'] : [])]
  if (key === undefined && typed[0] !== undefined)
    throw new ThermoclineError('bad_argument', `${typed[0]} takes the key of a finding before it`)
  if (key !== undefined && typed.length !== 1)
    throw new ThermoclineError(
      'bad_argument',
      `ignore takes either --reason or --undo, got ${undo ? 'both' : 'none'}`,
    )
}

async function list(analyzer: Analyzer, name: string): Promise<void> {
  const { findings } = analyzer.function(name).report
  const lines = findings.map((finding) => `${line(finding)}\n`)
  await print(lines.length === 0 ? 'no finding\n' : lines.join(''))
}

function line({
  key,
  severity,
  kind,
  name,
  location,
  status,
  ignoredBecause,
  fixedIn,
}: FindingReport): string {
  const why = ignoredBecause ?? (fixedIn === null ? '' : `since ${fixedIn}`)
  return [key, status, severity, kind, name, location ?? '', why].map(cell).join('\t').trimEnd()
}

/** What a span or a colleague said: on one line, in one column, and nothing that a terminal obeys. */
function cell(text: string): string {
  return visible(text.replaceAll(/\s+/g, ' '))
}
