import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@thermocline/testkit/folder'
import type { Report } from '@thermocline/wire'
import { expect } from 'vitest'
import { cli } from './cli.ts'

/** What the command line reports of these logs: each text in an import run of its own, into one new data folder. */
export async function importedReport(texts: readonly string[], logGroup: string): Promise<Report> {
  const folder = temporaryFolder()
  const data = join(folder, 'data')
  for (const [index, text] of texts.entries()) {
    const file = join(folder, `${index}.json`)
    writeFileSync(file, text)
    // oxlint-disable-next-line no-await-in-loop -- each run must meet what the one before it left
    const run = await cli('import', file, '--log-group', logGroup, '--data', data)
    expect(run, run.stderr).toMatchObject({ code: 0 })
  }
  const { stdout } = await cli('report', '--format', 'json', '--data', data)
  return JSON.parse(stdout) as Report
}
