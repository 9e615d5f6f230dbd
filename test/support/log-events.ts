// Writes invocations as `aws logs filter-log-events` would give them.

/** One invocation as somebody who was there wrote it down. */
export interface RecordedInvocation {
  readonly container: string
  readonly requestId: string
  readonly cold: boolean
  readonly startMs: number
  readonly endMs: number
  readonly durationMs: number
  readonly billedMs: number
  readonly maxMemoryMb: number
}

export interface LogEvent {
  readonly logStreamName: string
  readonly timestamp: number
  readonly message: string
  readonly ingestionTime: number
  readonly eventId: string
}

/** The recordings do not tell how long an init took, and no figure checked here depends on it. */
const INIT_MS = 120

/** START, END and REPORT of each invocation, and INIT_START before a cold one, in the order they were written. */
export function toLogEvents(invocations: readonly RecordedInvocation[]): LogEvent[] {
  const days = new Map<string, string>()
  for (const { container, startMs } of invocations) {
    const day = new Date(startMs).toISOString().slice(0, 10).replaceAll('-', '/')
    if (!days.has(container)) days.set(container, day)
  }
  const lines = invocations.flatMap((invocation) => {
    const stream = `${days.get(invocation.container)}/[$LATEST]${invocation.container.replaceAll('-', '')}`
    return linesOf(invocation).map(([time, message]) => ({ stream, time: Math.floor(time), message }))
  })
  return lines.map(({ stream, time, message }, index) => ({
    logStreamName: stream,
    timestamp: time,
    message: `${message}\n`,
    ingestionTime: time + 4000,
    eventId: String(index).padStart(56, '0'),
  }))
}

function linesOf(invocation: RecordedInvocation): [number, string][] {
  const { requestId, startMs, endMs, cold } = invocation
  const init: [number, string] = [
    startMs - INIT_MS,
    'INIT_START Runtime Version: nodejs:24.v1\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:0',
  ]
  return [
    ...(cold ? [init] : []),
    [startMs, `START RequestId: ${requestId} Version: $LATEST`],
    [endMs, `END RequestId: ${requestId}`],
    [endMs, reportLine(invocation)],
  ]
}

function reportLine({ requestId, durationMs, billedMs, maxMemoryMb, cold }: RecordedInvocation): string {
  const fields = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${billedMs} ms`,
    'Memory Size: 128 MB',
    `Max Memory Used: ${maxMemoryMb} MB`,
    ...(cold ? [`Init Duration: ${INIT_MS}.00 ms`] : []),
  ]
  return `${fields.join('\t')}\t`
}

/** As the AWS CLI prints it. */
export function filterLogEvents(events: readonly LogEvent[]): string {
  return JSON.stringify({ events, searchedLogStreams: [] }, null, 4)
}
