import type {
  ContainerId,
  ContainerRow,
  FindingRow,
  FunctionIdentity,
  IgnoredFinding,
  InvocationRow,
  RequestId,
  SpanRow,
} from '@thermocline/wire'
import { mergeAttempts, toInvocationRow, type Attempt } from './attempts.ts'
import { containersOf, joinContainers, type KeptContainer } from './container.ts'
import { findingKey, fromSighting, joinFindings, type KeptFinding } from './finding.ts'
import type { Inserted, InvocationQuestion, Store, StoreOwner } from './port.ts'
import { byFindingOrder, byInvocationOrder, isInside } from './order.ts'
import { byStart, fuller, fullerSpan, isWhole, processOf, spanKey } from './span.ts'
import { checkTimes } from './times.ts'

interface Kept {
  spans: Map<string, SpanRow>
  /** By (container, process): the whole resource. */
  resources: Map<string, SpanRow['resource']>
  attempts: Map<string, { container: ContainerId; requestId: RequestId; attempts: readonly Attempt[] }>
  containers: Map<ContainerId, KeptContainer>
  findings: Map<string, KeptFinding>
  /** By (function, key). */
  ignored: Map<string, IgnoredFinding>
}

const nothing = (): Kept => ({
  spans: new Map(),
  resources: new Map(),
  attempts: new Map(),
  containers: new Map(),
  findings: new Map(),
  ignored: new Map(),
})

/** A store that lives as long as the process: for tests, and to prove that the port is a port. */
export function openMemory({ owner }: { owner: StoreOwner }): Store {
  let kept = nothing()
  let revision = 0
  const identityOf = (container: ContainerId): FunctionIdentity => kept.containers.get(container)!.function

  return {
    owner,
    insert(intake) {
      checkTimes(intake)
      // All or nothing: the work is done on copies.
      const next = copied(kept)
      const inserted: Inserted = {
        spans: insertSpans(next, intake.spans),
        invocations: insertInvocations(next, intake.invocations),
        findings: insertFindings(next, intake.findings),
      }
      for (const [name, container] of containersOf(intake)) insertContainer(next, name, container)
      if (JSON.stringify(entries(next)) !== JSON.stringify(entries(kept))) revision++
      kept = next
      return inserted
    },
    invocations(question) {
      return [...kept.attempts.values()]
        .flatMap(({ container, requestId, attempts }) =>
          attempts.map((attempt, index) =>
            toInvocationRow(
              { function: identityOf(container), container, requestId, attempt: index + 1 },
              attempt,
            ),
          ),
        )
        .filter((row) => isAskedFor(row, question))
        .toSorted(byInvocationOrder)
    },
    containers: () =>
      [...kept.containers].map(toContainerRow).toSorted((a, b) => (a.container < b.container ? -1 : 1)),
    findings: ({ functionName, container }) =>
      [...kept.findings.values()]
        .map((finding) => toFindingRow(kept, finding))
        .filter((row) => container === undefined || row.container === container)
        .filter((row) => functionName === undefined || row.function.name === functionName)
        .toSorted(byFindingOrder),
    ignore({ functionName, key }, reason) {
      const name = JSON.stringify([functionName, key])
      if (reason === null) kept.ignored.delete(name)
      else kept.ignored.set(name, { functionName, key, reason })
      revision++
    },
    ignored: () => [...kept.ignored].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, finding]) => finding),
    trace: (traceId) =>
      [...kept.spans.values()]
        .filter((span) => span.traceId === traceId)
        .map((span) => withWholeResource(kept, span))
        .toSorted(byStart),
    counts: () => ({
      invocations: [...kept.attempts.values()].reduce((sum, { attempts }) => sum + attempts.length, 0),
      spans: kept.spans.size,
    }),
    clear() {
      kept = nothing()
      revision++
    },
    revision: () => revision,
    close() {},
  }
}

function copied(kept: Kept): Kept {
  return {
    spans: new Map(kept.spans),
    resources: new Map(kept.resources),
    attempts: new Map(kept.attempts),
    containers: new Map(kept.containers),
    findings: new Map(kept.findings),
    ignored: new Map(kept.ignored),
  }
}

function entries(kept: Kept): unknown {
  return Object.values(kept).map((map: Map<string, unknown>) =>
    [...map].toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )
}

function insertSpans(kept: Kept, spans: readonly SpanRow[]): Inserted['spans'] {
  const groups = Map.groupBy(spans, spanKey)
  let known = 0
  for (const [name, same] of groups) {
    const old = kept.spans.get(name)
    if (old !== undefined) known++
    kept.spans.set(name, same.reduce(fullerSpan, old ?? same[0]!))
  }
  for (const { resource } of spans) insertResource(kept, resource)
  return { stored: groups.size - known, known }
}

function insertResource(kept: Kept, resource: SpanRow['resource']): void {
  const process = processOf(resource)
  if (process === undefined || !isWhole(resource)) return
  const name = JSON.stringify(process)
  const old = kept.resources.get(name)
  if (old === undefined || !fuller(JSON.stringify(old), JSON.stringify(resource)))
    kept.resources.set(name, resource)
}

function withWholeResource(kept: Kept, span: SpanRow): SpanRow {
  if (isWhole(span.resource)) return span
  const resource = kept.resources.get(JSON.stringify(processOf(span.resource)))
  return resource === undefined ? span : { ...span, resource }
}

function insertInvocations(
  kept: Kept,
  sightings: Parameters<Store['insert']>[0]['invocations'],
): Inserted['invocations'] {
  const counts = { stored: 0, known: 0 }
  for (const [name, same] of Map.groupBy(sightings, (of) => JSON.stringify([of.container, of.requestId]))) {
    const { container, requestId } = same[0]!
    const merged = mergeAttempts(kept.attempts.get(name)?.attempts ?? [], same)
    kept.attempts.set(name, { container, requestId, attempts: merged.attempts })
    counts.stored += merged.stored
    counts.known += merged.known
  }
  return counts
}

function insertFindings(
  kept: Kept,
  sightings: Parameters<Store['insert']>[0]['findings'],
): Inserted['findings'] {
  const groups = Map.groupBy(sightings, findingKey)
  let known = 0
  for (const [name, same] of groups) {
    const old = kept.findings.get(name)
    if (old !== undefined) known++
    const findings = same.map(fromSighting)
    kept.findings.set(name, findings.reduce(joinFindings, old ?? findings[0]!))
  }
  return { stored: groups.size - known, known }
}

function insertContainer(kept: Kept, name: ContainerId, container: KeptContainer): void {
  const old = kept.containers.get(name)
  kept.containers.set(name, old === undefined ? container : joinContainers(old, container))
}

function toContainerRow([container, kept]: [ContainerId, KeptContainer]): ContainerRow {
  return { container, ...kept }
}

function toFindingRow(kept: Kept, finding: KeptFinding): FindingRow {
  return { ...finding, function: kept.containers.get(finding.container)!.function }
}

function isAskedFor(row: InvocationRow, { functionName, container, within }: InvocationQuestion): boolean {
  if (functionName !== undefined && row.function.name !== functionName) return false
  if (container !== undefined && row.container !== container) return false
  return isInside(row.start, within)
}
