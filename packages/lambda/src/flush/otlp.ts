import { encodeRequest } from '../spans/encode.ts'
import type { Attributes } from '../spans/otel.ts'
import { createBackoff } from './backoff.ts'
import type { Exporter, Sent } from './exporter.ts'
import { createPost, type PostResult } from './post.ts'

export interface OtlpExporterParts {
  readonly url: URL
  readonly resource: Attributes
  readonly scope: { readonly name: string; readonly version: string }
  /** Beside those of the body. */
  readonly headers: Readonly<Record<string, string>>
  readonly gzip: boolean
  /** Posts follow the response. */
  readonly background: boolean
  /** Takes what whoever looks after the receiver has to know. */
  readonly say: (problem: string) => void
}

/** Posts each flush, with the whole resource. */
export function createOtlpExporter(parts: OtlpExporterParts): Exporter {
  const { url, gzip, background, say } = parts
  const post = createPost({ url, headers: { ...parts.headers, ...bodyHeaders(gzip) }, background })
  const backoff = createBackoff()

  function settle(result: PostResult, spans: number): Sent {
    if (typeof result === 'object') {
      say(`the receiver refuses spans with HTTP status ${result.refused}: they are given up`)
      backoff.tried(true)
      return { outcome: 'failed', dropped: spans, keep: false }
    }
    const keep = result !== 'ok'
    if (backoff.tried(!keep)) say(NO_ANSWER)
    return { outcome: result, dropped: 0, keep }
  }

  return (spans, _requestId, withinMs) => {
    if (backoff.skips()) return { outcome: 'skipped', dropped: 0, keep: true }
    if (withinMs <= 0) return { outcome: 'timeout', dropped: 0, keep: true }
    const encoded = spans.map((span) => span.bytes())
    const request = encodeRequest(parts.resource, parts.scope, encoded)
    const body = gzip ? compress(request) : request
    return post(body, withinMs).then((result) => settle(result, spans.length))
  }
}

const NO_ANSWER =
  'the receiver did not take spans several times in a row: it is tried less often, and the newest spans wait'

function bodyHeaders(gzip: boolean): Readonly<Record<string, string>> {
  return { 'content-type': 'application/x-protobuf', ...(gzip ? { 'content-encoding': 'gzip' } : {}) }
}

function compress(body: Uint8Array): Uint8Array {
  return process.getBuiltinModule('node:zlib').gzipSync(body)
}
