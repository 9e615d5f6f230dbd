import { join } from 'node:path'
import { containersOf } from '../container.ts'
import type { Store, StoreOwner } from '../port.ts'
import { checkTimes } from '../times.ts'
import { containerTable } from './containers.ts'
import { onFile } from './failure.ts'
import { openFile } from './file.ts'
import { findingTable } from './findings.ts'
import { ignoredTable } from './ignored.ts'
import { invocationTable } from './invocations.ts'
import { stillInPlace } from './place.ts'
import { spanTable } from './spans.ts'

const FILE_NAME = 'thermocline.sqlite'

const REVISION = 'select revision from store'
// What others point at comes after them.
const CLEAR = ['ignored', 'finding', 'invocation', 'span', 'resource', 'scope', 'container'].map(
  (table) => `delete from ${table}`,
)
const RAISE_REVISION = 'update store set revision = revision + 1'

/**
 * The store in `folder`, which is made when missing. Several processes may have it open at once.
 * Throws `store_unusable`, `store_version` for a file of a newer Thermocline, and `lab_data` for another owner's.
 */
export function openSqlite(folder: string, { owner }: { owner: StoreOwner }): Store {
  const path = join(folder, FILE_NAME)
  const db = openFile(path, owner)
  const checkPlace = onFile(path, () => stillInPlace(path))
  const spans = spanTable(db)
  const containers = containerTable(db)
  const invocations = invocationTable(db)
  const findings = findingTable(db)
  const ignored = ignoredTable(db)
  const revision = db.prepare<[], number>(REVISION).pluck()
  const raiseRevision = db.prepare(RAISE_REVISION)

  const insertAll = db.transaction<Store['insert']>((intake) => {
    const ofContainers = containers.insert(containersOf(intake))
    const ofSpans = spans.insert(intake.spans)
    const ofInvocations = invocations.insert(intake.invocations, ofContainers.ids)
    const ofFindings = findings.insert(intake.findings, ofContainers.ids)
    if ([ofContainers, ofSpans, ofInvocations, ofFindings].some(({ changed }) => changed)) raiseRevision.run()
    // Last before the commit: a file may go while a large import runs.
    checkPlace()
    return { spans: ofSpans.counts, invocations: ofInvocations.counts, findings: ofFindings.counts }
  })

  const insert: Store['insert'] = (intake) => {
    checkTimes(intake)
    try {
      // Immediate: a transaction that reads before it writes fails where another process wrote in between.
      return insertAll.immediate(intake)
    } catch (error) {
      spans.forget()
      throw error
    }
  }

  const clear = db.transaction(() => {
    for (const statement of CLEAR) db.exec(statement)
    spans.forget()
    raiseRevision.run()
    checkPlace()
  })

  const ignore = db.transaction<Store['ignore']>((finding, reason) => {
    ignored.put(finding, reason)
    raiseRevision.run()
    checkPlace()
  })

  return {
    owner,
    insert: (intake) => onFile(path, () => insert(intake)),
    invocations: (question) => onFile(path, () => invocations.select(question)),
    containers: () => onFile(path, () => containers.select()),
    findings: (question) => onFile(path, () => findings.select(question)),
    ignore: (finding, reason) => onFile(path, () => ignore.immediate(finding, reason)),
    ignored: () => onFile(path, () => ignored.select()),
    trace: (traceId) => onFile(path, () => spans.trace(traceId)),
    counts: () => onFile(path, () => ({ invocations: invocations.count(), spans: spans.count() })),
    clear: () => onFile(path, () => clear.immediate()),
    revision: () =>
      onFile(path, () => {
        checkPlace()
        return revision.get()!
      }),
    close: () => void db.close(),
  }
}
