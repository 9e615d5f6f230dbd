import { key } from '@thermocline/wire'

// What `aws logs filter-log-events` prints for a few invocations of one container.

export interface LogFileOptions {
  /** Invocations in the file; the first one is cold. Default 3. */
  readonly invocations?: number
  /** Digit its container and request ids are made of. Default a. */
  readonly digit?: string
  /** Further messages, after all others. */
  readonly messages?: readonly string[]
}

export function logFile({ invocations = 3, digit = 'a', messages = [] }: LogFileOptions = {}): string {
  const stream = `2026/11/02/[$LATEST]${digit.repeat(32)}`
  const lines = Array.from({ length: invocations }, (_, index) => invocationLines(index, digit)).flat()
  const all = [...lines, ...messages.map((message): Line => [START_MS, message])]
  const events = all.map(([timestamp, message], index) => ({
    logStreamName: stream,
    timestamp,
    message: `${message}\n`,
    ingestionTime: timestamp + 1000,
    eventId: String(index),
  }))
  return JSON.stringify({ events, searchedLogStreams: [] })
}

/** Looks like REPORT and ends in the middle. */
export const CUT_REPORT = 'REPORT RequestId: 00000000-0000-4000-8000-00000000000f\tDuration: 12.'

type Line = readonly [timestampMs: number, message: string]

const START_MS = Date.UTC(2026, 10, 2, 8)

function invocationLines(index: number, digit: string): Line[] {
  const requestId = `${digit.repeat(8)}-0000-4000-8000-${String(index).padStart(12, '0')}`
  const startMs = START_MS + index * 10_000
  const init = index === 0 ? '\tInit Duration: 120.00 ms' : ''
  const used = 'Memory Size: 128 MB\tMax Memory Used: 60 MB'
  return [
    [startMs, `START RequestId: ${requestId} Version: $LATEST`],
    [startMs + 50, `END RequestId: ${requestId}`],
    [
      startMs + 50,
      `REPORT RequestId: ${requestId}\tDuration: 50.00 ms\tBilled Duration: 50 ms\t${used}${init}\t`,
    ],
  ]
}

/** An OTLP/JSON request with one invocation of a lab's function `older`. */
export function labSpan(): string {
  const resource = [text(key.FAAS_NAME, 'older'), { key: key.LAB, value: { boolValue: true } }]
  const attributes = [
    text(key.FAAS_INVOCATION_ID, 'r1'),
    text(key.CONTAINER_ID, 'c1'),
    text(key.PROCESS_ID, 'p1'),
    text(key.START, 'cold'),
  ]
  const span = {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    name: 'older',
    kind: 2,
    startTimeUnixNano: `${START_MS}000000`,
    endTimeUnixNano: `${START_MS + 40}000000`,
    attributes,
  }
  const scopeSpans = [{ scope: { name: key.SCOPE_NAME }, spans: [span] }]
  return JSON.stringify({ resourceSpans: [{ resource: { attributes: resource }, scopeSpans }] })
}

function text(name: string, value: string): object {
  return { key: name, value: { stringValue: value } }
}
