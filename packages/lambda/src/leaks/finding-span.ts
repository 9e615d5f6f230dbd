import type { SpanContext } from '@opentelemetry/api'
import { key } from '@thermocline/wire'
import type { StartSpan } from '../spans/spans.ts'
import { type Finding, findingKey } from './finding.ts'

/** Adds a finding as a span under the root span of the invocation that saw it, linked to the one it came from. */
export function addFinding(startSpan: StartSpan, finding: Finding, root: SpanContext): void {
  const options = {
    links: [{ context: finding.from }],
    attributes: {
      [key.FINDING_KEY]: findingKey(finding),
      [key.FINDING_KIND]: finding.kind,
      [key.FINDING_CLASS]: finding.class,
      [key.FINDING_SEVERITY]: finding.severity,
      [key.FINDING_NAME]: finding.name,
      [key.FINDING_LOCATION]: finding.location,
      [key.FINDING_CONFIDENCE]: finding.confidence,
      [key.FINDING_SIZE_FIRST]: finding.sizeFirst,
      [key.FINDING_SIZE]: finding.size,
      [key.FINDING_INVOCATIONS]: finding.invocations,
    },
  }
  startSpan(key.FINDING_SPAN_NAME, options, root).end()
}
