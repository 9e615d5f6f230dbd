import { rmSync } from 'node:fs'
import { join } from 'node:path'

// What a lab keeps beside the analyzer's store.

/** The truth journal: what was decided about every container, and why. */
export function journalPath(folder: string): string {
  return join(folder, 'journal.jsonl')
}

/** What CloudWatch would have, oldest first; and the part before it, which is dropped when this one is full. */
export function logPaths(folder: string): { readonly current: string; readonly before: string } {
  return { current: join(folder, 'cloudwatch.jsonl'), before: join(folder, 'cloudwatch.1.jsonl') }
}

/** Removes what an earlier run has left. */
export function clearLabFiles(folder: string): void {
  const { current, before } = logPaths(folder)
  for (const path of [journalPath(folder), current, before]) rmSync(path, { force: true })
}
