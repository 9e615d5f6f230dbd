import type { Ms } from '@thermocline/wire'

// The lines Lambda itself writes into a container's log, as CloudWatch has them (text format, fields parted by tabs).

export interface Reported {
  readonly requestId: string
  /** What was delivered to the next `next`; an init that ran inside the invocation is part of it. */
  readonly duration: Ms
  readonly memoryMb: number
  readonly peakMemoryMb: number
  /** Only where an init succeeded on its own, before the invocation. */
  readonly init: Ms | null
  readonly failure: Failure | null
}

/**
 * Why Lambda itself gave a process up: AWS's newer logs say it here alone, without the lines of its own ("Task timed
 * out …") the older ones have. An error the handler threw is none: the runtime posted it, and its REPORT has no status.
 */
export interface Failure {
  readonly status: 'timeout' | 'error'
  readonly errorType: string | null
}

/** `nodeVersion` as process.versions has it. The lab has no runtime ARN: its hash is all zeros. */
export function initStartLine(nodeVersion: string, region: string): string {
  const [major, minor] = nodeVersion.split('.')
  const arn = `arn:aws:lambda:${region}::runtime:${'0'.repeat(64)}`
  return `INIT_START Runtime Version: nodejs:${major}.v${minor}\tRuntime Version ARN: ${arn}`
}

/** Written only where an init failed. */
export function initReportLine(duration: Ms, phase: 'init' | 'invoke', failure: Failure): string {
  return `INIT_REPORT Init Duration: ${figure(duration)} ms\tPhase: ${phase}\t${status(failure)}`
}

export function startLine(requestId: string, version: string): string {
  return `START RequestId: ${requestId} Version: ${version}`
}

export function endLine(requestId: string): string {
  return `END RequestId: ${requestId}`
}

/** Billed as AWS does since August 2025: init and invocation together, rounded up to a millisecond. */
export function reportLine(report: Reported): string {
  const { requestId, duration, init, failure } = report
  return [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${figure(duration)} ms`,
    `Billed Duration: ${Math.ceil(duration + (init ?? 0))} ms`,
    `Memory Size: ${report.memoryMb} MB`,
    `Max Memory Used: ${report.peakMemoryMb} MB`,
    ...(init === null ? [] : [`Init Duration: ${figure(init)} ms`]),
    ...(failure === null ? [] : [status(failure)]),
    '',
  ].join('\t')
}

function status({ status: word, errorType }: Failure): string {
  return errorType === null ? `Status: ${word}` : `Status: ${word}\tError Type: ${errorType}`
}

function figure(duration: Ms): string {
  return duration.toFixed(2)
}
