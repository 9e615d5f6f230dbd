import { existsSync, readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { ThermoclineError } from '@thermocline/wire'
import { LAB_FOLDER } from '../../data-folder.ts'
import { journalPath } from '../../lab/folder.ts'
import { print, visible } from '../../terminal.ts'

export function labExplainCommand(lab: Command): void {
  lab
    .command('explain')
    .description(
      'Says why containers of the last lab were made, what they ran and how they ended: the truth.',
    )
    .argument(
      '[what]',
      'a container (number, log stream or the last 8 characters of it) or a request id; default: all',
    )
    .option('--data <dir>', "the lab's folder", LAB_FOLDER)
    .action(explainTruth)
}

// `--data` typed after `explain` is the parent's too, and commander gives it to that one.
async function explainTruth(what: string | undefined, _own: unknown, command: Command): Promise<void> {
  const { data } = command.optsWithGlobals<{ data: string }>()
  const path = journalPath(data)
  if (!existsSync(path))
    throw new ThermoclineError(
      'not_found',
      `there is no journal of a lab in ${data}: run thermocline lab first`,
    )
  const { explain, readJournal } = await import('@thermocline/lab')
  await print(visible(`${explain(readJournal(readFileSync(path, 'utf8')), what)}\n`))
}
