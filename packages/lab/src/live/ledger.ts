import { appendFileSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bootId, processFacts } from './proc.ts'
import { removeFolder } from './removal.ts'

// Where a lab and its reaper were both killed, stopped processes stay behind that notice nothing. So each lab writes
// down what it started, and the next one to start in the same place ends what is left. An id alone names no process, as
// ids are used again: with the moment of its start, in this boot of the machine, it does.

const FILE_NAME = 'processes'

export interface Ledger {
  /** Writes down the leader of a group of processes, which is alive. */
  note(pid: number): void
}

/** A ledger in the lab's own folder; its first line is the lab itself. */
export function openLedger(folder: string): Ledger {
  const file = join(folder, FILE_NAME)
  writeFileSync(file, `${bootId()}\n${lineOf(process.pid)}`, { mode: 0o600 })
  return { note: (pid) => appendFileSync(file, lineOf(pid)) }
}

function lineOf(pid: number): string {
  return `${pid} ${processFacts(pid)?.startedAt ?? ''}\n`
}

/** Ends what labs have left behind that are gone, in folders of this prefix below `parent` that are our own. */
export async function reapOrphans(parent: string, prefix: string): Promise<void> {
  const folders = readdirSync(parent)
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(parent, name))
    .filter(isOurs)
  await Promise.all(folders.map(reap))
}

// In a folder that everybody may write into, a ledger of somebody else could name any process of ours.
function isOurs(folder: string): boolean {
  try {
    const [stat, file] = [lstatSync(folder), lstatSync(join(folder, FILE_NAME))]
    return [stat, file].every(({ uid }) => uid === process.getuid?.()) && stat.isDirectory() && file.isFile()
  } catch {
    return false
  }
}

async function reap(folder: string): Promise<void> {
  const [boot, owner, ...started] = readLedger(folder)
  const sameBoot = boot === bootId()
  if (owner === undefined || (sameBoot && isAlive(owner))) return
  for (const line of sameBoot ? started.filter(isAlive) : []) {
    try {
      process.kill(-Number(line.split(' ')[0]), 'SIGKILL')
    } catch {
      // ESRCH: it ended by itself meanwhile.
    }
  }
  await removeFolder(folder)
}

function readLedger(folder: string): string[] {
  try {
    return readFileSync(join(folder, FILE_NAME), 'utf8').split('\n')
  } catch {
    // Its lab has just removed it.
    return []
  }
}

/** Whether this very process runs, and leads a group still. */
function isAlive(line: string): boolean {
  const [pid, startedAt] = line.split(' ')
  // A signal to "group 1" would be one to everybody.
  if (!(Number(pid) > 1) || startedAt === undefined || startedAt === '') return false
  const facts = processFacts(Number(pid))
  return facts !== null && facts.startedAt === startedAt && facts.state !== 'Z'
}
