import type { SpanContext } from '@opentelemetry/api'
import type { FindingClass, FindingKind, Severity } from '@thermocline/wire'
import { digest } from '../identity/digest.ts'
import type { Moment } from './detector.ts'
import type { Growth } from './growth.ts'

/** One piece of state that outlives its invocation, with the evidence. Names are names of code; never values. */
export interface Finding {
  readonly kind: FindingKind
  readonly class: FindingClass
  readonly severity: Severity
  readonly name: string
  /** file:line, relative to the task root. */
  readonly location: string | undefined
  readonly confidence: number
  readonly sizeFirst: number
  readonly size: number
  /** Invocations of this process over which it grew. */
  readonly invocations: number
  /** Root span of the invocation it was first seen in. */
  readonly from: SpanContext
}

/** What a thing that grows is called. */
export type Grown = Pick<Finding, 'kind' | 'class' | 'severity' | 'name' | 'location'>

export function growthFinding(grown: Grown, { first, last, confidence }: Growth): Finding {
  return {
    ...grown,
    confidence,
    sizeFirst: first.size,
    size: last.size,
    invocations: last.ordinal - first.ordinal + 1,
    from: first.root,
  }
}

/** Of something that is there or not. */
export function stateFinding(
  found: Grown & Pick<Finding, 'confidence'>,
  since: Moment,
  ordinal: number,
): Finding {
  return { ...found, sizeFirst: 1, size: 1, invocations: ordinal - since.ordinal + 1, from: since.root }
}

/**
 * 16 hexadecimal digits that stay the same over containers, processes and versions: made from what the finding is and
 * which file it stands in. The line is left out, because it moves with every edit above it.
 */
export function findingKey(finding: Pick<Finding, 'kind' | 'name' | 'location'>): string {
  const file = finding.location?.replace(/:\d+$/, '') ?? ''
  return digest([finding.kind, finding.name, file].join('\0'))
}
