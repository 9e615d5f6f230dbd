import type * as Http from 'node:http'
import type { Ms } from '@thermocline/wire'
import { context, createContextKey } from '@opentelemetry/api'
import { createBackoff } from './backoff.ts'
import { encodeRequest } from './encode.ts'
import type { Exporter, FlushOutcome, Sent } from './exporter.ts'
import { clearTimeout, setTimeout } from './node-globals.ts'
import type { Attributes } from './otel.ts'

export interface OtlpExporterParts {
  readonly url: URL
  readonly resource: Attributes
  readonly scope: { readonly name: string; readonly version: string }
}

/** Posts each flush, with the whole resource, over one kept connection. */
export function createOtlpExporter(parts: OtlpExporterParts): Exporter {
  const post = createPost(parts.url)
  const backoff = createBackoff()

  function settle(result: PostResult, spans: number): Sent {
    const keep = result === 'failed' || result === 'timeout'
    backoff.tried(!keep)
    const outcome: FlushOutcome = result === 'refused' ? 'failed' : result
    return { outcome, dropped: result === 'refused' ? spans : 0, keep }
  }

  return (spans, _requestId, withinMs) => {
    if (backoff.skips()) return { outcome: 'skipped', dropped: 0, keep: true }
    if (withinMs <= 0) return { outcome: 'timeout', dropped: 0, keep: true }
    const body = encodeRequest(parts.resource, parts.scope, spans)
    return post(body, withinMs).then((result) => settle(result, spans.length))
  }
}

/** `refused`: the collector will never take these spans. `failed` and `timeout`: it may, later. */
type PostResult = 'ok' | 'failed' | 'timeout' | 'refused'

// By the OTLP specification; any other failure is for good.
const RETRYABLE_STATUSES = new Set([429, 502, 503, 504])

function createPost(url: URL): (body: Uint8Array, withinMs: Ms) => Promise<PostResult> {
  // Loading node:http costs 6 ms, node:https 12: only this mode pays.
  const http = loadHttp(url.protocol)
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 })

  return (body, withinMs) =>
    new Promise((resolve) => {
      let request: Http.ClientRequest | undefined
      let done = false
      const timer = setTimeout(() => finish('timeout'), withinMs)

      function finish(result: PostResult): void {
        done = true
        clearTimeout(timer)
        resolve(result)
        // The error that destroying brings comes after the answer: it must not start another attempt.
        if (result === 'timeout') request?.destroy()
      }

      function attempt(retry: boolean): void {
        try {
          request = send(retry)
        } catch {
          // Whatever patched http.request threw, or gave something that is no request.
          finish('failed')
        }
      }

      function send(retry: boolean): Http.ClientRequest {
        const sending = http.request(url, { method: 'POST', agent, headers: headersFor(body) })
        sending.once('response', (response) => {
          response.once('error', () => finish('failed'))
          response.once('end', () => finish(judge(response.statusCode ?? 0)))
          response.resume()
        })
        sending.once('error', (error) => {
          // The collector closed the kept connection while this process was frozen: nothing was received.
          if (!done && retry && sending.reusedSocket && isStale(error)) attempt(false)
          else finish('failed')
        })
        sending.end(body)
        return sending
      }

      withoutTracing(() => attempt(true))
    })
}

function headersFor(body: Uint8Array): Http.OutgoingHttpHeaders {
  return { 'content-type': 'application/x-protobuf', 'content-length': body.byteLength }
}

function judge(status: number): PostResult {
  if (status >= 200 && status < 300) return 'ok'
  return RETRYABLE_STATUSES.has(status) ? 'failed' : 'refused'
}

function isStale(error: Error): boolean {
  return 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
}

function loadHttp(protocol: string): Pick<typeof Http, 'Agent' | 'request'> {
  // Synchronous, and the same in both formats.
  return protocol === 'https:'
    ? process.getBuiltinModule('node:https')
    : process.getBuiltinModule('node:http')
}

// The app's own HTTP instrumentation would make a span of every flush. This is the key OpenTelemetry's exporters set.
const SUPPRESS = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

function withoutTracing(work: () => void): void {
  context.with(context.active().setValue(SUPPRESS, true), work)
}
