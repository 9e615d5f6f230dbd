import { writeFileSync } from 'node:fs'
import { extname } from 'node:path'
import type { Command } from 'commander'
import { ThermoclineError, unixUs } from '@thermocline/wire'
import { openExisting, USER_FOLDER } from '../data-folder.ts'
import { print } from '../terminal.ts'

interface ReportOptions {
  readonly data: string
  readonly format?: string
  readonly from?: string
  readonly to?: string
  readonly output?: string
}

export function reportCommand(program: Command): void {
  program
    .command('report')
    .summary('reuse, cold starts and leaked state, as a file')
    .description('Prints a report of the stored data, and nothing else, to stdout or into a file.')
    .option('--data <dir>', 'folder the data is kept in; must be there', USER_FOLDER)
    .option('--format <name>', 'json, html, md or csv (default: by the ending of --output, else md)')
    .option('--from <time>', 'only invocations from then on: 2026-11-02T08:00Z, or 30m, 24h, 7d ago')
    .option('--to <time>', 'only invocations before then')
    .option('--output <file>', 'write to this file instead of stdout')
    .addHelpText('after', HELP)
    .action(report)
}

const HELP = `
Examples:
  thermocline report
  thermocline report --from 24h --output report.html
  thermocline report --format json | jq '.functions[] | {name, coldRatio}'
  thermocline report --format csv --from 2026-11-01 --to 2026-11-02 > november-first.csv

Times without a zone are UTC. In the JSON, ratios are 0 to 1 and durations milliseconds.`

async function report({ data, format, from, to, output }: ReportOptions): Promise<void> {
  const { exporterNamed, readWindow } = await import('@thermocline/export')
  const exporter = exporterNamed(format ?? formatOf(output), 'bad_argument')
  const within = readWindow({ from, to }, unixUs(Date.now() * 1000), 'bad_argument')
  const analyzer = await openExisting(data)
  try {
    const text = exporter.render(analyzer.report(within))
    if (output === undefined) await print(text)
    else write(output, text)
  } finally {
    analyzer.close()
  }
}

const ENDINGS: Readonly<Record<string, string>> = { '.json': 'json', '.html': 'html', '.csv': 'csv' }

function formatOf(output: string | undefined): string {
  return ENDINGS[extname(output ?? '').toLowerCase()] ?? 'md'
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    const reason = (error as Error).message
    throw new ThermoclineError(
      'bad_argument',
      `--output must be a file that can be written, got ${file}: ${reason}`,
    )
  }
}
