import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Option } from 'commander'
import type { Command } from 'commander'
import type { LogStream } from '@thermocline/lab'
import { ThermoclineError } from '@thermocline/wire'
import { LAB_FOLDER } from '../../data-folder.ts'
import { readKeptLogs } from '../../lab/kept-logs.ts'
import { note, print } from '../../terminal.ts'
import { typedPath } from '../../typed-path.ts'

const FORMATS = ['filter-log-events', 'subscription', 's3'] as const

interface ExportOptions {
  readonly data: string
  readonly format: (typeof FORMATS)[number]
  readonly function?: string
  readonly out?: string
}

export function labExportCommand(lab: Command): void {
  lab
    .command('export')
    .description(
      "Gives the logs of the last lab as AWS would: what is made from your account's logs can be tried on them.",
    )
    .option('--data <dir>', "the lab's folder", LAB_FOLDER)
    .addOption(new Option('--format <name>', 'how').choices(FORMATS).default('filter-log-events'))
    .option('--function <name>', 'of which function (needed where there are several)')
    .option('--out <path>', 'a file; for s3 a folder, and needed (default: standard output)')
    .addHelpText('after', HELP)
    .action(exportLogs)
}

const HELP = `
Formats:
  filter-log-events  what aws logs filter-log-events prints
  subscription       what a subscription filter sends, one payload a line
  s3                 the objects of an export task, below the folder --out`

async function exportLogs(_own: unknown, command: Command): Promise<void> {
  const options = command.optsWithGlobals<ExportOptions>()
  const { filterLogEvents, s3Objects, subscriptionPayloads } = await import('@thermocline/lab')
  const streams = ofFunction(readKeptLogs(options.data), options.function)
  switch (options.format) {
    case 'filter-log-events':
      return give(options.out, filterLogEvents(streams))
    case 'subscription': {
      const payloads = subscriptionPayloads(streams, { owner: ACCOUNT, filter: 'thermocline-lab' })
      return give(options.out, payloads.map((payload) => `${JSON.stringify(payload)}\n`).join(''))
    }
    case 's3':
      return giveObjects(options.out, s3Objects(streams, { prefix: 'exportedlogs', taskId: TASK_ID }))
  }
}

// AWS's documentation has this account too.
const ACCOUNT = '123456789012'
// Always the same, so that the same logs give the same objects.
const TASK_ID = '00000000-0000-4000-8000-000000000000'

function ofFunction(streams: readonly LogStream[], name: string | undefined): LogStream[] {
  const groups = [...new Set(streams.map(({ logGroup }) => logGroup))]
  const names = groups.map((group) => group.replace(/^\/aws\/lambda\//, ''))
  const wanted = name ?? (names.length === 1 ? names[0] : undefined)
  if (wanted === undefined || !names.includes(wanted))
    throw new ThermoclineError(
      'bad_argument',
      `--function must be one of ${names.join(', ')}, got ${wanted ?? 'none'}`,
    )
  return streams.filter(({ logGroup }) => logGroup.endsWith(`/${wanted}`))
}

async function give(out: string | undefined, text: string): Promise<void> {
  if (out === undefined) return print(text)
  keep(() => writeFileSync(typedPath(out), text), out)
  note(`written: ${out}`)
}

function giveObjects(out: string | undefined, objects: readonly { key: string; bytes: Uint8Array }[]): void {
  if (out === undefined)
    throw new ThermoclineError('bad_argument', '--out must be a folder for the objects of s3, got none')
  for (const { key, bytes } of objects) {
    const path = join(typedPath(out), key)
    keep(() => {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, bytes)
    }, out)
  }
  note(`written: ${objects.length} objects below ${out}`)
}

function keep(write: () => void, out: string): void {
  try {
    write()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ThermoclineError(
      'bad_argument',
      `--out must be a path that can be written, got ${out}: ${reason}`,
    )
  }
}
