import type { ContainerId, FindingSighting, InvocationSighting, SpanId, SpanRow } from '@thermocline/wire'
import { FINDING_CLASSES, FINDING_KINDS, key, SEVERITIES } from '@thermocline/wire'
import { defined, numberIn, textIn, wordIn } from './attribute.ts'
import { firstKnown, functionOfSpan, identityOf } from './function-identity.ts'
import { ORDINAL, RATIO, SIZE } from './plausible.ts'
import type { Known } from './root-sighting.ts'
import { containerOf } from './root-sighting.ts'
import type { Tallies } from './tally.ts'

export function isFinding(span: SpanRow): boolean {
  return span.scope === key.SCOPE_NAME && span.name === key.FINDING_SPAN_NAME
}

/**
 * The finding a span carries, or why it cannot be one. `root` is the sighting of the invocation that saw it, where
 * the same request has it: a later line of a process names neither function nor version in its resource. Numbers that
 * cannot be go to `notes`, and count as absent.
 */
export function findingSighting(
  span: SpanRow,
  root: InvocationSighting | undefined,
  known: Known,
  notes: Tallies,
): FindingSighting | string {
  const { attributes, parentSpanId } = span
  const container = root?.container ?? containerOf(span, known)
  const words = wordsOf(span)
  const findingKey = textIn(attributes, key.FINDING_KEY)
  const name = textIn(attributes, key.FINDING_NAME)
  if (container === undefined) return 'findings without a container'
  if (parentSpanId === undefined) return 'findings without a parent'
  if (words === undefined) return 'findings of a kind, class or severity that is not known'
  if (findingKey === undefined || name === undefined) return 'findings without key or name'
  return {
    ...identity(span, container, root, known),
    ...words,
    container: container as ContainerId,
    key: findingKey,
    name,
    confidence: numberIn(attributes, key.FINDING_CONFIDENCE, RATIO, notes) ?? 1,
    seenAt: span.start,
    invocations: numberIn(attributes, key.FINDING_INVOCATIONS, ORDINAL, notes) ?? 1,
    trace: { traceId: span.traceId, spanId: parentSpanId satisfies SpanId },
    ...defined({
      location: textIn(attributes, key.FINDING_LOCATION),
      sizeFirst: numberIn(attributes, key.FINDING_SIZE_FIRST, SIZE, notes),
      size: numberIn(attributes, key.FINDING_SIZE, SIZE, notes),
    }),
  }
}

type Identity = Pick<FindingSighting, 'function' | 'process' | 'version'>

function identity(
  span: SpanRow,
  container: string,
  root: InvocationSighting | undefined,
  known: Known,
): Identity {
  const facts = firstKnown([functionOfSpan(span, container), known.function ?? {}])
  const process =
    textIn(span.attributes, key.PROCESS_ID) ?? textIn(span.resource, key.PROCESS_ID) ?? root?.process
  return {
    function: root?.function ?? identityOf(facts),
    ...defined({ process, version: root?.version ?? facts.version }),
  }
}

function wordsOf({ attributes }: SpanRow): Pick<FindingSighting, 'kind' | 'class' | 'severity'> | undefined {
  const kind = wordIn(attributes, key.FINDING_KIND, FINDING_KINDS)
  const meaning = wordIn(attributes, key.FINDING_CLASS, FINDING_CLASSES)
  const severity = wordIn(attributes, key.FINDING_SEVERITY, SEVERITIES)
  if (kind === undefined || meaning === undefined || severity === undefined) return undefined
  return { kind, class: meaning, severity }
}
