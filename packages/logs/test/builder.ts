import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api'
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { key } from '@thermocline/wire'

export const STREAM = '2026/08/08/[$LATEST]72ff54cfc8da40ecac7783b781764e46'
export const REQUEST_ID = '8edab1f8-7d34-4a8e-a965-15ccbbb78d4c'
export const AT_MS: number = Date.parse('2026-08-08T10:00:00.000Z')
export const AT_US: number = AT_MS * 1000

export interface FileEvent {
  readonly logStreamName?: unknown
  readonly timestamp?: unknown
  readonly message?: unknown
}

/** One event of a file. */
export function event(message: string, fields: FileEvent = {}): FileEvent {
  return { logStreamName: STREAM, timestamp: AT_MS, message, ...fields }
}

/** A file as `aws logs filter-log-events` prints it. */
export function file(...events: readonly unknown[]): string {
  return JSON.stringify({ events, searchedLogStreams: [] }, null, 4)
}

/** A text REPORT as CloudWatch has it, with further fields before its end. */
export function reportLine(...further: readonly string[]): string {
  const fields = [
    'Duration: 250.50 ms',
    'Billed Duration: 251 ms',
    'Memory Size: 128 MB',
    'Max Memory Used: 54 MB',
  ]
  return `REPORT RequestId: ${REQUEST_ID}\t${[...fields, ...further].join('\t')}\t\n`
}

/** A root span of the SDK with one child, from a real OpenTelemetry SDK, as OTLP in protobuf. */
export function otlpOf(attributes: Readonly<Record<string, string | number>> = {}): Uint8Array {
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  const tracer = provider.getTracer(key.SCOPE_NAME)
  const root = tracer.startSpan('orders', {
    kind: SpanKind.SERVER,
    startTime: AT_MS,
    attributes: {
      [key.START]: 'cold',
      [key.CONTAINER_ID]: STREAM,
      [key.FAAS_INVOCATION_ID]: REQUEST_ID,
      [key.INVOKED_ARN]: 'arn:aws:lambda:eu-central-1:123456789012:function:orders',
      ...attributes,
    },
  })
  tracer.startSpan('child', { startTime: AT_MS }, trace.setSpan(ROOT_CONTEXT, root)).end(AT_MS + 5)
  root.end(AT_MS + 250)
  return ProtobufTraceSerializer.serializeRequest(exporter.getFinishedSpans()) as Uint8Array
}

/** A line of flush mode `log`. */
export function spanLineOf(payload: Uint8Array, fields: object = {}): string {
  const d = Buffer.from(payload).toString('base64')
  return `${JSON.stringify({ thermocline: 1, enc: 'otlp-pb-b64', rid: REQUEST_ID, seq: 1, part: [1, 1], d, ...fields })}\n`
}

interface RootParts {
  readonly start?: number
  readonly traceId?: string
  readonly numbers?: readonly (number | null)[]
  readonly more?: Readonly<Record<string, unknown>>
}

/** The `d` of a line of encoding `root`. */
export function rootLineOf(parts: RootParts = {}): unknown[] {
  const { start = 1_790_000_000_000_000, traceId = '1'.repeat(32), more = {} } = parts
  const { numbers = [42, 3, 5000, null, 12.5, 200] } = parts
  return ['orders', STREAM, 'p1', traceId, '2'.repeat(16), '', start, 12_500, numbers, more]
}
