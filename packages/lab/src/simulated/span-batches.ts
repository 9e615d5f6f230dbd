import { key } from '@thermocline/wire'
import type { OtlpSpan, Resource, TraceRequest } from './otlp.ts'
import { SDK_VERSION } from './sdk-resource.ts'

/** Spans on their way into requests. */
export interface SpanBatches {
  /** Spans that one request has to hold together: of one invocation. */
  add(resource: Resource, spans: readonly OtlpSpan[]): void
  /** Hands on what is there. */
  flush(): void
}

/** Hands on a request whenever the next invocation's spans would make it hold more than `most`. */
export function openSpanBatches(most: number, handOn: (request: TraceRequest) => void): SpanBatches {
  let byResource = new Map<Resource, OtlpSpan[]>()
  let count = 0

  function flush(): void {
    if (count === 0) return
    const resourceSpans = [...byResource].map(([resource, spans]) => ({
      resource,
      scopeSpans: [{ scope: SCOPE, spans }],
    }))
    byResource = new Map()
    count = 0
    handOn({ resourceSpans })
  }

  return {
    add(resource, spans) {
      if (count + spans.length > most) flush()
      const known = byResource.get(resource)
      if (known === undefined) byResource.set(resource, [...spans])
      else known.push(...spans)
      count += spans.length
    },
    flush,
  }
}

const SCOPE = { name: key.SCOPE_NAME, version: SDK_VERSION }
