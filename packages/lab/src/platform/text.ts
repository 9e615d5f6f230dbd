import type { Ms } from '@thermocline/wire'
import type {
  Extension,
  InitReport,
  InitStart,
  PlatformEvent,
  Report,
  Start,
  TelemetrySubscription,
  Tracing,
} from './event.ts'

// Lambda's lines as CloudWatch has them where the log format is text: fields parted by tabs, and a tab after the last
// field of REPORT.

/**
 * The lines of one event, without line ends. A REPORT with a trace is one of two rows, as it is one event on AWS. What
 * only telemetry tells gives none: an init that succeeds inside an invocation, and whatever became of the runtime.
 */
export function textLines(event: PlatformEvent): string[] {
  switch (event.type) {
    case 'platform.initStart':
      return event.record.phase === 'init' ? [initStart(event.record)] : []
    case 'platform.initReport':
      return isWritten(event.record) ? [initReport(event.record)] : []
    case 'platform.start':
      return [start(event.record)]
    case 'platform.report':
      return [`END RequestId: ${event.record.requestId}`, report(event.record)]
    case 'platform.extension':
      return [extension(event.record)]
    case 'platform.telemetrySubscription':
      return [telemetrySubscription(event.record)]
    case 'function':
    case 'extension':
      return [applicationLine(event.record)]
    case 'platform.initRuntimeDone':
    case 'platform.runtimeDone':
    case 'platform.logsDropped':
      return []
  }
}

/** What a function or an extension wrote, as its line in the log. */
export function applicationLine(record: string | Readonly<Record<string, unknown>>): string {
  return typeof record === 'string' ? record : JSON.stringify(record)
}

function initStart({ runtimeVersion, runtimeVersionArn }: InitStart): string {
  return `INIT_START Runtime Version: ${runtimeVersion}\tRuntime Version ARN: ${runtimeVersionArn}`
}

function isWritten({ status, initializationType, phase }: InitReport): boolean {
  return status !== 'success' || (initializationType !== 'on-demand' && phase === 'init')
}

function initReport(record: InitReport): string {
  const duration = `INIT_REPORT Init Duration: ${figure(record.metrics.durationMs)} ms`
  // Such lines of a success as are public have no phase.
  if (record.status === 'success') return duration
  return [duration, `Phase: ${record.phase}`, ...failure(record)].join('\t')
}

function start({ requestId, version }: Start): string {
  return `START RequestId: ${requestId} Version: ${version}`
}

/** Fields that are not known (Managed Instances have a duration alone) are left out. */
function report(record: Report): string {
  const { requestId, metrics, tracing } = record
  const fields = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${figure(metrics.durationMs)} ms`,
    ...known(metrics.billedDurationMs, (billed) => `Billed Duration: ${billed} ms`),
    ...known(metrics.memorySizeMB, (size) => `Memory Size: ${size} MB`),
    ...known(metrics.maxMemoryUsedMB, (used) => `Max Memory Used: ${used} MB`),
    ...known(metrics.initDurationMs, (init) => `Init Duration: ${figure(init)} ms`),
    ...(isLambdasDoing(record) ? failure(record) : []),
    '',
  ]
  return fields.join('\t') + xray(tracing)
}

type Ending = Pick<Report, 'status' | 'errorType'>

/**
 * Lambda writes a status only where it gave the process up itself. An error the handler threw was posted by the
 * runtime, which lived on: its type, if the record has one, is the function's.
 */
function isLambdasDoing({ status, errorType }: Ending): boolean {
  if (status === 'success') return false
  return status === 'timeout' || errorType === undefined || LAMBDAS.test(errorType)
}

const LAMBDAS = /^(?:Runtime|Extension|Sandbox)\./

/** The words of the text format are but these two, and a timeout needs no type. */
function failure({ status, errorType }: Ending): string[] {
  if (status === 'timeout') return ['Status: timeout']
  return ['Status: error', ...known(errorType, (type) => `Error Type: ${type}`)]
}

/** Only an invocation that X-Ray follows has a segment. */
function xray(tracing: Tracing | undefined): string {
  const traceId = /(?:^|;)Root=([^;]+)/.exec(tracing?.value ?? '')?.[1]
  if (tracing?.spanId === undefined || traceId === undefined) return ''
  const sampled = /(?:^|;)Sampled=1(?:;|$)/.test(tracing.value)
  return `\nXRAY TraceId: ${traceId}\tSegmentId: ${tracing.spanId}\tSampled: ${sampled}\t`
}

function extension({ name, state, events, errorType }: Extension): string {
  const fields = ['EXTENSION', `Name: ${name}`, `State: ${state}`, `Events: [${events.join(', ')}]`]
  return [...fields, ...known(errorType, (type) => `Error Type: ${type}`)].join('\t')
}

function telemetrySubscription({ name, state, types }: TelemetrySubscription): string {
  const words = types.map((type) => type.charAt(0).toUpperCase() + type.slice(1))
  return ['TELEMETRY', `Name: ${name}`, `State: ${state}`, `Types: [${words.join(', ')}]`].join('\t')
}

function known<Value>(value: Value | undefined, write: (value: Value) => string): string[] {
  return value === undefined ? [] : [write(value)]
}

function figure(duration: Ms): string {
  return duration.toFixed(2)
}
