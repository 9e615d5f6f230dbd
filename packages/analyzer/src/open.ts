import { narrowed, report, understand } from '@thermocline/analysis'
import { openSqlite, type Store, type StoreOwner } from '@thermocline/store'
import type { ContainerId, TimeRange, TraceId } from '@thermocline/wire'
import type { Analyzer } from './analyzer.ts'
import { containerAnswer } from './container.ts'
import { functionAnswer, namedFunction } from './function.ts'
import { checkFinding, checkReason } from './ignore.ts'
import { checkOwner } from './owner.ts'
import { traceAnswer } from './trace.ts'

/**
 * The analyzer over the data in `folder`, which is made when missing.
 * Throws `store_unusable`, `store_version`, and `lab_data` where the folder belongs to another owner.
 */
export function openAnalyzer({ folder, owner }: { folder: string; owner: StoreOwner }): Analyzer {
  const store = openSqlite(folder, { owner })
  const understood = whileUnchanged(store, () =>
    understand({
      invocations: store.invocations({}),
      containers: store.containers(),
      findings: store.findings({}),
      ignored: store.ignored(),
    }),
  )
  const wholeReport = whileUnchanged(store, () => report(understood()))

  return {
    lab: owner === 'lab',
    ingest(intake) {
      checkOwner(owner, intake.spans)
      return store.insert(intake)
    },
    about: () => ({ lab: owner === 'lab', ...store.counts(), revision: store.revision() }),
    report(asked) {
      const within = windowOf(asked)
      return within === undefined ? wholeReport() : report(understood(), within)
    },
    function(key, asked) {
      const within = windowOf(asked)
      const found = namedFunction(understood(), key)
      return functionAnswer(within === undefined ? found : narrowed(found, within))
    },
    ignore(key, finding, reason) {
      const found = namedFunction(understood(), key)
      checkFinding(found, finding)
      const functionName = found.identity.name
      store.ignore({ functionName, key: finding }, reason === null ? null : checkReason(reason))
    },
    container: (id) => containerAnswer(understood(), id as ContainerId),
    trace: (id) => traceAnswer(store.trace(id as TraceId), id as TraceId),
    clear: () => store.clear(),
    revision: () => store.revision(),
    close: () => store.close(),
  }
}

/** A window without edges is none: what was computed for all rows serves it. */
function windowOf(asked: TimeRange | undefined): TimeRange | undefined {
  return asked?.from === undefined && asked?.to === undefined ? undefined : asked
}

/** What `compute` gave, computed again only after the store has changed: a live dashboard asks all the time. */
function whileUnchanged<T>(store: Store, compute: () => T): () => T {
  let held: { revision: number; value: T } | null = null
  return () => {
    // Read first: rows that arrive while they are being read make the next question compute again.
    const revision = store.revision()
    if (held?.revision !== revision) held = { revision, value: compute() }
    return held.value
  }
}
