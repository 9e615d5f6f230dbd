import type { SpanContext } from '@opentelemetry/api'
import type { FindingClass, FindingKind, Severity } from '@thermocline/wire'

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

/**
 * 16 hexadecimal digits that stay the same over containers, processes and versions: made from what the finding is and
 * which file it stands in. The line is left out, because it moves with every edit above it.
 */
export function findingKey(finding: Pick<Finding, 'kind' | 'name' | 'location'>): string {
  const file = finding.location?.replace(/:\d+$/, '') ?? ''
  return fnv1a([finding.kind, finding.name, file].join('\0'))
}

// Loading node:crypto costs 8 ms; this digest hides nothing and guards nothing.
function fnv1a(text: string): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of Buffer.from(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  return hash.toString(16).padStart(16, '0')
}
