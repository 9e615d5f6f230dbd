import { describe, expect, test } from 'vitest'
import { platformLine } from '../src/platform-line.ts'

const ID = '8edab1f8-7d34-4a8e-a965-15ccbbb78d4c'
const REPORT = { kind: 'report', requestId: ID, durationMs: 8.4, billedMs: 9, memoryMb: 128, maxMemoryMb: 66 }

describe('REPORT is read by the names of its fields', () => {
  const warm = 'Duration: 8.40 ms\tBilled Duration: 9 ms\tMemory Size: 128 MB\tMax Memory Used: 66 MB\t'

  test.each<[string, string, object]>([
    ['as CloudWatch has it', `REPORT RequestId: ${ID}\t${warm}\n`, REPORT],
    ['with spaces for TABs', `REPORT RequestId: ${ID} ${warm.replaceAll('\t', ' ')}`, REPORT],
    ['with runs of spaces', `REPORT RequestId: ${ID}  ${warm.replaceAll('\t', '      ')}`, REPORT],
    ['with no separators at all', `REPORT RequestId: ${ID}\t${warm.replaceAll('\t', '')}`, REPORT],
    ['with a stray space', `REPORT RequestId: ${ID}\t${warm.replaceAll('\t', ' \t')}`, REPORT],
    ['indented', `    REPORT RequestId: ${ID}\t${warm}`, REPORT],
    [
      'of a cold start',
      `REPORT RequestId: ${ID}\t${warm}Init Duration: 170.13 ms\t`,
      { ...REPORT, initMs: 170.13 },
    ],
    [
      'with its init first, as the emulator prints it',
      `REPORT RequestId: ${ID}\tInit Duration: 0.42 ms\t${warm}`,
      { ...REPORT, initMs: 0.42 },
    ],
    [
      'of a restore',
      `REPORT RequestId: ${ID}\t${warm}Restore Duration: 474.16 ms\tBilled Restore Duration: 75 ms\t`,
      { ...REPORT, restoreMs: 474.16, billedRestoreMs: 75 },
    ],
    ['of a timeout', `REPORT RequestId: ${ID}\t${warm}Status: timeout`, { ...REPORT, outcome: 'timeout' }],
    [
      'of an error',
      `REPORT RequestId: ${ID} ${warm.replaceAll('\t', ' ')}Status: error Error Type: Runtime.ExitError`,
      { ...REPORT, outcome: 'error', errorType: 'Runtime.ExitError' },
    ],
    [
      'traced',
      `REPORT RequestId: ${ID}\t${warm}\nXRAY TraceId: 1-5d83c0ad-b8eb33a0b1de97d804fac890\tSegmentId: 31255c3b19bd3637\tSampled: true\t\n`,
      { ...REPORT, xrayTraceId: '1-5d83c0ad-b8eb33a0b1de97d804fac890' },
    ],
    [
      'traced, collapsed into one line',
      `REPORT RequestId: ${ID} ${warm.replaceAll('\t', ' ')} XRAY TraceId: 1-5d83 SegmentId: 31 Sampled: true`,
      { ...REPORT, xrayTraceId: '1-5d83' },
    ],
    [
      'of Managed Instances',
      `REPORT RequestId: ${ID}\tDuration: 125.46 ms\n`,
      { kind: 'report', requestId: ID, durationMs: 125.46 },
    ],
    [
      'with durations it does not know',
      `REPORT RequestId: ${ID} Duration: 100.00 ms Runtime Duration: 3.00 ms Post Runtime Duration: 4.00 ms`,
      { kind: 'report', requestId: ID, durationMs: 100 },
    ],
    [
      'with no duration but foreign ones',
      `REPORT RequestId: ${ID} Runtime Duration: 123.45 ms`,
      { kind: 'report', requestId: ID },
    ],
  ])('%s', (_, line, fact) => {
    expect(platformLine(line)).toEqual(fact)
  })

  test.each([
    ['cut in a number', `REPORT RequestId: ${ID}\tDuration: 8.40 ms\tBilled Dura`, undefined],
    [
      'cut behind a digit',
      `REPORT RequestId: ${ID}\tDuration: 8.40 ms\tBilled Duration: 1`,
      'Billed Duration of REPORT must be a number of ms, got "1"',
    ],
    [
      'cut behind the point',
      `REPORT RequestId: ${ID}\tDuration: 8.`,
      'Duration of REPORT must be a number of ms, got "8."',
    ],
    [
      'cut in the unit',
      `REPORT RequestId: ${ID}\tDuration: 8.40 ms\tMax Memory Used: 66 M`,
      'Max Memory Used of REPORT must be a number of MB, got "66"',
    ],
    [
      'without a request id',
      'REPORT Duration: 8.40 ms\tBilled Duration: 9 ms',
      'REPORT without a request id',
    ],
    ['with an empty request id', 'REPORT RequestId: \tDuration: 8.40 ms', 'REPORT without a request id'],
    [
      'with a status nobody knows',
      `REPORT RequestId: ${ID}\tDuration: 8.40 ms\tStatus: odd`,
      'Status of REPORT is not known: "odd"',
    ],
  ])('%s it is broken, never half read', (_, line, reason) => {
    const fact = platformLine(line)
    // A line cut in a name has lost a field that nobody can know of.
    expect(fact).toEqual(
      reason === undefined ? { kind: 'report', requestId: ID, durationMs: 8.4 } : { kind: 'broken', reason },
    )
  })
})

// A pattern that tries one line more than once per character would need minutes for each of these.
describe('a line of a million characters is read in one pass', () => {
  const length = 1_000_000
  const long = (text: string) => text.repeat(length / text.length)

  test.each<[string, string]>([
    ['words that no colon follows', long('Ab ')],
    ['capitals', long('A')],
    ['one word', `A${long('b')}`],
    ['fields without values', long('A:')],
    ['fields with runs of blanks', long(`A: 1${' '.repeat(60)}`)],
    ['a known field in each word', long('Duration ')],
    ['a number without end', `Rate: ${long('1')}.${long('1')}`],
    ['blanks behind a number', `Rate: 1${long(' ')}`],
  ])('REPORT with %s', (_, text) => {
    expect(platformLine(`REPORT RequestId: ${ID} ${text}`)).toEqual({ kind: 'report', requestId: ID })
  })

  test.each<[string, string]>([
    ['blanks', long(' ')],
    ['brackets', long(')')],
    ['REPORT and blanks', `REPORT${long(' ')}`],
    ['EXTENSION and blanks', `EXTENSION${long(' ')}`],
    ['the beginning of a time', `2026-08-08T${long(':')}`],
    ['a time and blanks', `2026-08-08T10:00:00Z${long(' ')}`],
    ['a request id of a crash', `RequestId: ${long('x')}`],
  ])('%s', (_, text) => {
    expect(platformLine(text)).toBeUndefined()
  })

  test.each<[string, string, object]>([
    [
      'versions without a number',
      `START RequestId: ${ID}${long(' Version:\n')}`,
      { kind: 'start', requestId: ID },
    ],
    ['runtimes without a name', `INIT_START ${long('Runtime Version:\n')}`, { kind: 'init-start' }],
    [
      'an init cut in its number',
      `INIT_REPORT Init Duration: ${long('1')}`,
      { kind: 'broken', reason: 'Init Duration of INIT_REPORT must be a number of ms' },
    ],
    ['names of failures', `RequestId: ${ID} Error: ${long('Runtime. ')}`, { kind: 'crashed', requestId: ID }],
  ])('%s', (_, text, fact) => {
    expect(platformLine(text)).toEqual(fact)
  })
})

describe('other lines of Lambda', () => {
  test.each<[string, object]>([
    [`START RequestId: ${ID} Version: $LATEST\n`, { kind: 'start', requestId: ID, version: '$LATEST' }],
    [`START RequestId: ${ID}\tVersion: 17`, { kind: 'start', requestId: ID, version: '17' }],
    [`START RequestId: ${ID}`, { kind: 'start', requestId: ID }],
    ['START RequestId: ', { kind: 'broken', reason: 'START without a request id' }],
    [`END RequestId: ${ID}\n`, { kind: 'end', requestId: ID }],
    [`]END RequestId: ${ID}`, { kind: 'end', requestId: ID }],
    [
      'INIT_START Runtime Version: nodejs:20.v15\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:0',
      { kind: 'init-start', runtimeVersion: 'nodejs:20.v15' },
    ],
    [
      'INIT_REPORT Init Duration: 1236.04 ms\tPhase: init\tStatus: timeout',
      { kind: 'init-report', initMs: 1236.04, phase: 'init' },
    ],
    [
      'INIT_REPORT Init Duration: 3000.11 ms Phase: invoke Status: error Error Type: Extension.Crash',
      { kind: 'init-report', initMs: 3000.11, phase: 'invoke' },
    ],
    [
      'INIT_REPORT Init Duration: 12',
      { kind: 'broken', reason: 'Init Duration of INIT_REPORT must be a number of ms' },
    ],
    [
      `2024-03-04T17:22:38.033Z ${ID} Task timed out after 3.00 seconds\n\n`,
      { kind: 'timed-out', requestId: ID, afterMs: 3000 },
    ],
    [
      `2025-03-04T17:22:38.033Z ${ID} Task timed out after 60.06 second`,
      { kind: 'timed-out', requestId: ID, afterMs: 60_060 },
    ],
    [
      `RequestId: ${ID} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n`,
      { kind: 'crashed', requestId: ID, errorType: 'Runtime.ExitError' },
    ],
    [
      `RequestId: ${ID} Error: Runtime exited without providing a reason`,
      { kind: 'crashed', requestId: ID, errorType: 'Runtime.ExitError' },
    ],
    [
      `RequestId: ${ID} Process exited before completing request`,
      { kind: 'crashed', requestId: ID, errorType: 'Runtime.ExitError' },
    ],
    ['EXTENSION\tName: a\tState: Ready\tEvents: [INVOKE, SHUTDOWN]', { kind: 'other' }],
    ['LOGS\tName: a\tState: Subscribed\tTypes: [Platform]', { kind: 'other' }],
    ['RESTORE_START Runtime Version: java:11.v21', { kind: 'other' }],
    ['RESTORE_REPORT Restore Duration: 1236.04 ms', { kind: 'other' }],
  ])('%s', (line, fact) => {
    expect(platformLine(line)).toEqual(fact)
  })

  test.each([
    'REPORT for the third quarter is ready',
    'START of the batch',
    'STARTED RequestId: x',
    'ENDLESS',
    '2026-08-08T10:00:00.000Z\tundefined\tINFO\tinit',
    `2026-08-08T10:00:00.000Z\t${ID}\tERROR\tTask timed out after 3 seconds`,
    `my REPORT RequestId: ${ID}\tDuration: 8.40 ms`,
    '{"message":"REPORT RequestId: x"}',
    '',
  ])('%s is the own line of an application', (line) => {
    expect(platformLine(line)).toBeUndefined()
  })
})
