import type { PlatformFact, ReportFact } from './platform-fact.ts'
import { outcomeOfStatus } from './platform-fact.ts'

// Lambda's text lines. Fields are separated by TABs, but many copies have spaces, other orders, stray blanks, or no
// separator at all ("469.40 msBilled Duration: ..."), so fields are found by their names and never by position.

/** What one event's message says if Lambda wrote it as text; `undefined` for the application's own lines. */
export function platformLine(message: string): PlatformFact | undefined {
  const opening = OPENING.exec(message)
  if (opening === null) return failureLine(message)
  const [matched, word = ''] = opening
  const rest = message.slice(matched.length)
  if (word === 'REPORT') return reportLine(rest)
  if (word === 'START' || word === 'END') return startOrEnd(word, rest)
  if (word === 'INIT_START') return initStart(rest)
  if (word === 'INIT_REPORT') return initReport(rest)
  return { kind: 'other' }
}

// Copies out of terminals and shells bring indentation and stray brackets along.
const OPENING =
  /^[\s\])}]*(REPORT|START|END|INIT_START(?= Runtime Version:)|INIT_REPORT(?= Init Duration:)|RESTORE_START(?= |$)|RESTORE_REPORT(?= Restore Duration:)|(?:EXTENSION|LOGS|TELEMETRY)(?=\s+Name:))/

const REQUEST_ID = /^\s+RequestId:[ \t]*([^\s:]+)(?=\s|$)/

function startOrEnd(word: 'START' | 'END', rest: string): PlatformFact | undefined {
  const request = REQUEST_ID.exec(rest)
  if (request === null) {
    return /^\s+RequestId:/.test(rest)
      ? { kind: 'broken', reason: `${word} without a request id` }
      : undefined
  }
  const [, requestId = ''] = request
  if (word === 'END') return { kind: 'end', requestId }
  const version = /\sVersion:[ \t]*(\S+)/.exec(rest)?.[1]
  return version === undefined ? { kind: 'start', requestId } : { kind: 'start', requestId, version }
}

function reportLine(rest: string): PlatformFact | undefined {
  const request = REQUEST_ID.exec(rest)
  if (request !== null) {
    const [matched, requestId = ''] = request
    return reportFields(requestId, rest.slice(matched.length))
  }
  // An application may well begin a line with the word REPORT.
  const isPlatforms = /^\s+RequestId:/.test(rest) || /^\s+(Billed |Init )?Duration:/.test(rest)
  return isPlatforms ? { kind: 'broken', reason: 'REPORT without a request id' } : undefined
}

type Numbers =
  | 'durationMs'
  | 'billedMs'
  | 'initMs'
  | 'restoreMs'
  | 'billedRestoreMs'
  | 'memoryMb'
  | 'maxMemoryMb'
const NUMBERS: ReadonlyMap<string, { readonly field: Numbers; readonly unit: string }> = new Map([
  ['Duration', { field: 'durationMs', unit: 'ms' }],
  ['Billed Duration', { field: 'billedMs', unit: 'ms' }],
  ['Init Duration', { field: 'initMs', unit: 'ms' }],
  ['Restore Duration', { field: 'restoreMs', unit: 'ms' }],
  ['Billed Restore Duration', { field: 'billedRestoreMs', unit: 'ms' }],
  ['Memory Size', { field: 'memoryMb', unit: 'MB' }],
  ['Max Memory Used', { field: 'maxMemoryMb', unit: 'MB' }],
])

// A name is words that begin with a capital, so "Duration" is never found inside "Billed Duration". A number counts
// only with its unit behind it: without, the line was cut in the middle of it. Words and their number are bounded,
// because a name is tried from each capital: unbounded, 256 KB of words that no colon follows took 66 s.
const FIELD =
  /([A-Z][A-Za-z]{0,20}(?: [A-Z][A-Za-z]{0,20}){0,4}):[ \t]*(?:(\d+(?:\.\d+)?)[ \t]*(ms|MB)|(\S*))/g

function reportFields(requestId: string, text: string): PlatformFact {
  const report: { -readonly [Field in keyof ReportFact]: ReportFact[Field] } = { kind: 'report', requestId }
  for (const [, name = '', number, unit, word = ''] of text.matchAll(FIELD)) {
    const wanted = NUMBERS.get(name)
    if (wanted !== undefined) {
      if (unit !== wanted.unit) return cut(name, wanted.unit, word)
      report[wanted.field] ??= Number(number)
    } else if (name === 'Status') {
      const outcome = outcomeOfStatus(word)
      if (outcome === undefined) return { kind: 'broken', reason: `Status of REPORT is not known: "${word}"` }
      report.outcome = outcome
    } else if (name === 'Error Type') report.errorType = word
    else if (name === 'XRAY TraceId') report.xrayTraceId = word
  }
  return report
}

function cut(name: string, unit: string, met: string): PlatformFact {
  return { kind: 'broken', reason: `${name} of REPORT must be a number of ${unit}, got "${met}"` }
}

function initStart(rest: string): PlatformFact {
  const runtimeVersion = /Runtime Version:[ \t]*(\S+)/.exec(rest)?.[1]
  return runtimeVersion === undefined ? { kind: 'init-start' } : { kind: 'init-start', runtimeVersion }
}

function initReport(rest: string): PlatformFact {
  const initMs = /Init Duration:[ \t]*(\d+(?:\.\d+)?)[ \t]*ms/.exec(rest)?.[1]
  if (initMs === undefined)
    return { kind: 'broken', reason: 'Init Duration of INIT_REPORT must be a number of ms' }
  return { kind: 'init-report', initMs: Number(initMs), phase: /Phase:[ \t]*(\S+)/.exec(rest)?.[1] ?? 'init' }
}

// Older logs tell a failure apart from REPORT; "3.00 seconds", and "60.06 second" has been seen.
const TIMED_OUT = /^\s*\d{4}-\d\d-\d\dT[\d:.]+Z[ \t]+(\S+)[ \t]+Task timed out after (\d+(?:\.\d+)?) seconds?/
const CRASHED = /^\s*RequestId: (\S+) (?:Error: |Process exited before completing request)/
const ERROR_TYPE = /\b((?:Runtime|Extension|Sandbox|Function)\.[A-Z]\w*)/

function failureLine(message: string): PlatformFact | undefined {
  const timedOut = TIMED_OUT.exec(message)
  if (timedOut !== null) {
    return { kind: 'timed-out', requestId: timedOut[1] as string, afterMs: Number(timedOut[2]) * 1000 }
  }
  const requestId = CRASHED.exec(message)?.[1]
  if (requestId === undefined) return undefined
  const errorType =
    ERROR_TYPE.exec(message)?.[1] ?? (/ exited /.test(message) ? 'Runtime.ExitError' : undefined)
  return errorType === undefined ? { kind: 'crashed', requestId } : { kind: 'crashed', requestId, errorType }
}
