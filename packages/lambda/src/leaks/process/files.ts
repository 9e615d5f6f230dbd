import { attempt } from '../../call/shield.ts'
import { readdirSync, readlinkSync } from '../../node-globals.ts'
import type { Detector, Look } from '../detector.ts'
import { type Finding, type Grown, growthFinding } from '../finding.ts'
import { createSeries, severityOf } from '../growth.ts'
import type { UserCode } from '../code/loaded-files.ts'
import { lineInCode } from '../code/search.ts'

export interface FilesFacts extends UserCode {
  readonly env: Readonly<Record<string, string | undefined>>
}

const MOST_LISTED = 2000
const DEEPEST = 3
const MOST_ENTRIES = 5000

/** Finds files that stay in /tmp, which a container has 512 MB of for all its invocations. */
export function watchTmp(facts: FilesFacts): Detector {
  const folder = facts.env['TMPDIR'] || '/tmp'
  return watchCount(
    // Where there is no such folder, nothing is in it.
    (look) => attempt(() => entriesIn(folder, look), 0),
    () => ({
      kind: 'tmp_file',
      class: 'resource',
      name: '/tmp',
      location: lineInCode(
        /\b(?:writeFile|createWriteStream|appendFile|mkdtemp|mkdir|copyFile|openSync|open)\w*\)?\s*\(/,
        /\btmpdir\)?\s*\(|["'`]\/tmp\b|TMPDIR/,
        facts,
      ),
    }),
  )
}

/** Finds files that are opened and not closed. */
export function watchDescriptors(facts: FilesFacts): Detector {
  return watchCount(
    () => attempt(() => readdirSync('/proc/self/fd').length - socketsOpen(), 0),
    () =>
      areFiles()
        ? {
            kind: 'handle',
            class: 'resource',
            name: 'file descriptor',
            location: lineInCode(
              /\b(?:open|openSync|createReadStream|createWriteStream|opendir\w*)\)?\s*\(/,
              /./,
              facts,
            ),
          }
        : undefined,
  )
}

function watchCount(
  count: (look: Look) => number,
  grown: () => Omit<Grown, 'severity'> | undefined,
): Detector {
  const series = createSeries()
  let last = 0
  return {
    look(look): Finding[] {
      if (look.hurried && last > MOST_LISTED) return []
      last = count(look)
      series.add({ ordinal: look.ordinal, size: last, root: look.root })
      const growth = series.news()
      if (!growth) return []
      series.told()
      const found = grown()
      return found ? [growthFinding({ ...found, severity: severityOf(growth.last.size) }, growth)] : []
    },
  }
}

// Of the names nothing is kept: they may have been made from a request. Where a caller waits, only the folder itself is
// listed, and once it is long not any more: 36 µs for 50 entries, 1 ms for 2,000, and nothing interrupts that.
function entriesIn(folder: string, look: Look, depth = 1): number {
  if (look.hurried) return readdirSync(folder).length
  let entries = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    entries += 1
    if (entries > MOST_ENTRIES || look.overdue()) break
    if (entry.isDirectory() && depth < DEEPEST)
      entries += entriesIn(`${folder}/${entry.name}`, look, depth + 1)
  }
  return entries
}

/** Each has a descriptor as well, and is told of as a socket. */
function socketsOpen(): number {
  return process.getActiveResourcesInfo().filter((name) => /^(?:TCP|UDP|TLS|Pipe)/.test(name)).length
}

const MOST_ASKED = 20

/** True when of the newest descriptors most are files: unref'd sockets are in no list of Node's. */
function areFiles(): boolean {
  const newest = readdirSync('/proc/self/fd')
    .toSorted((a, b) => Number(b) - Number(a))
    .slice(0, MOST_ASKED)
  const sockets = newest.filter((fd) =>
    attempt(() => readlinkSync(`/proc/self/fd/${fd}`), '').startsWith('socket:'),
  )
  return sockets.length * 2 < newest.length
}
