import { openAnalyzer } from '@thermocline/analyzer'
import type { Analyzer } from '@thermocline/analyzer'
import { readLogs } from '@thermocline/logs'
import { temporaryFolder } from '@thermocline/testkit/folder'
import { joinIntakes, unixUs } from '@thermocline/wire'
import type { ContainerInvocation } from '@thermocline/wire'
import { expect, onTestFinished, test } from 'vitest'
import { filterLogEvents } from '../../packages/lab/src/export/filter-log-events.ts'
import type { Policy, PolicyDescription } from '../../packages/lab/src/settings/policy.ts'
import { readTraces } from '../../packages/otlp/src/index.ts'
import { DAYS_BEGIN, describeDays, simulated, simulateDays } from '../support/simulated.ts'
import type { Days, Simulated } from '../support/simulated.ts'
import { openTruth } from '../support/truth.ts'
import type { Truth } from '../support/truth.ts'

// Days of simulated traffic, judged by the analyzer and by the journal of the scheduler, which knows why each init was.
// The analyzer may say that it does not know, as often as was measured here; it is never wrong, but where nothing that
// was logged or sent could tell:
// - whether a container that idled and was never used again was still there: Lambda says nothing when it ends one;
// - whether a container was free at the very moment a caller came: the init he waits for begins a little later;
// - a crash, from spans alone: it leaves none, so the days known from spans are without;
// - what was configured, or deployed as $LATEST: the SDK sends no fingerprints yet, so each deploy here is a version;
// - which tenant a container serves, and from logs that it was provisioned: such days are left out.

type Source = 'spans' | 'logs' | 'both'

interface Case {
  readonly policy: PolicyDescription
  readonly everyS: number
  readonly changes?: Days['changes']
  /** Default all. */
  readonly sources?: readonly Source[]
  /** Inits whose cause may be left open, from whatever source. Default none. */
  readonly unknown?: number
  /** Inits that could not be told from what they were judged to be. Default none. */
  readonly untellable?: number
}

const SOURCES: readonly Source[] = ['spans', 'logs', 'both']
const SEEDS = [1, 2]
const LASTING = { keepAliveMs: 600_000, maxAgeMs: 864_000_000 }

const CASES: readonly (readonly [string, Case])[] = [
  ['a busy function', { policy: LASTING, everyS: 80 }],
  ['a quiet function', { policy: LASTING, everyS: 300 }],
  ['containers that idle only shortly', { policy: { ...LASTING, keepAliveMs: 20_000 }, everyS: 150 }],
  ['the least recently used one first', { policy: { ...LASTING, pick: 'least_recent' }, everyS: 100 }],
  [
    'callers that take what is free first',
    { policy: { ...LASTING, waitingCaller: 'first_free' }, everyS: 80 },
  ],
  [
    'containers made ahead of callers',
    { policy: { ...LASTING, proactive: { withScaleOut: 1 } }, everyS: 100 },
  ],
  [
    'provisioned concurrency',
    { policy: { ...LASTING, provisioned: 2 }, everyS: 80, sources: ['spans', 'both'] },
  ],
  ['versions deployed', { policy: LASTING, everyS: 100, changes: deploys(6) }],
  [
    'a platform that makes new ones though others are free',
    { policy: { ...LASTING, freshShare: 0.05 }, everyS: 100, unknown: 77, untellable: 3 },
  ],
  [
    'containers recycled every hour',
    { policy: { ...LASTING, maxAgeMs: 3_600_000 }, everyS: 100, unknown: 30, untellable: 1 },
  ],
]

test.each(CASES)('%s: no cause is wrong', (_, one) => {
  const { sources = SOURCES, unknown = 0, untellable = 0 } = one
  for (const source of sources) {
    const judged: Judged = { right: 0, unknown: 0, untellable: 0, wrong: [] }
    const inits = SEEDS.map((seed) => judge(judged, one, seed, source))
    expect(judged.wrong, source).toEqual([])
    expect(judged.unknown, source).toBeLessThanOrEqual(unknown)
    expect(judged.untellable, source).toBeLessThanOrEqual(untellable)
    expect(judged.right + judged.unknown + judged.untellable, source).toBe(inits[0]! + inits[1]!)
  }
})

// What the days above do not meet, as their inits take a twentieth of a second and never overrun.

test('a container is busy while the init inside its invocation runs', () => {
  const { policy } = describeDays(LASTING)
  // The first call resets its container, whose next init has run for half of its second when the third call comes.
  const days = toldCalls(policy, { initS: 1 }, [
    { atS: 0, lastsS: 10, resets: true },
    { atS: 100, lastsS: 3 },
    { atS: 100.5, lastsS: 1 },
    { atS: 300, lastsS: 1 },
  ])
  expect(causesOf(days)).toEqual(['first', 'reset', 'scale_out'])
})

test('a container whose first init overran was there from the beginning of that', () => {
  const { policy } = describeDays(LASTING)
  // The second container's init overruns while the first one is busy, and is free again before it runs anew.
  const days = toldCalls(policy, { initS: 1, overruns: 2 }, [
    { atS: 0, lastsS: 5 },
    { atS: 1, lastsS: 15 },
    { atS: 60, lastsS: 1 },
    { atS: 60.5, lastsS: 1 },
  ])
  expect(causesOf(days)).toEqual(['first', 'scale_out'])
})

interface Judged {
  right: number
  unknown: number
  untellable: number
  readonly wrong: string[]
}

/** Adds what came of these days; gives how many inits there truly were. */
function judge(into: Judged, { policy, everyS, changes = [] }: Case, seed: number, source: Source): number {
  const fn = describeDays(policy)
  const days = simulated(
    fn,
    simulateDays({
      policy: fn.policy,
      seed,
      days: 2,
      everyS,
      changes,
      timeoutShare: 0.002,
      crashShare: source === 'spans' ? 0 : 0.002,
    }),
  )
  const analyzer = analyzed(days, source)
  const truth = openTruth(days.journal)
  for (const container of truth.containers)
    for (const invocation of analyzer.container(container).invocations)
      compare(into, truth, container, invocation)
  return truth.inits
}

function compare(
  judged: Judged,
  truth: Truth,
  container: string,
  { requestId, cause }: ContainerInvocation,
): void {
  const expected = truth.cause(container, requestId)
  const met = cause?.cause ?? null
  if (expected === null && met === null) return
  if (met === expected) judged.right++
  else if (met === 'unknown') judged.unknown++
  else if (met !== null && truth.isUntellable(container, met)) judged.untellable++
  else judged.wrong.push(`${container} ${requestId}: ${expected}, judged ${met}: ${cause?.because}`)
}

function analyzed({ streams, requests }: Simulated, source: Source): Analyzer {
  const analyzer = openAnalyzer({ folder: temporaryFolder(), owner: 'lab' })
  onTestFinished(() => analyzer.close())
  if (source !== 'spans')
    analyzer.ingest(readLogs(filterLogEvents(streams), { logGroup: '/aws/lambda/orders' }).intake)
  if (source !== 'logs')
    analyzer.ingest(joinIntakes(requests.map((request) => readTraces(bodyOf(request), JSON_BODY).intake)))
  return analyzer
}

const JSON_BODY = { contentType: 'application/json' }

function bodyOf(request: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(request))
}

function deploys(count: number): NonNullable<Days['changes']> {
  const everyUs = 86_400_000_000 / (count + 1)
  return Array.from({ length: count }, (_, index) => ({
    at: unixUs(Math.round(DAYS_BEGIN + (index + 1) * everyUs)),
    change: { kind: 'deploy', version: String(index + 2) },
  }))
}

interface Call {
  readonly atS: number
  readonly lastsS: number
  readonly resets?: boolean
}

/** What these calls leave behind; `overruns` is the number of the container whose first init does. */
function toldCalls(
  policy: Policy,
  { initS, overruns }: { initS: number; overruns?: number },
  calls: readonly Call[],
): Simulated {
  return simulated(describeDays({}), {
    policy,
    version: '1',
    arrivals: calls.map(({ atS }, index) => ({
      at: unixUs(DAYS_BEGIN + atS * 1e6),
      requestId: `call-${index}`,
    })),
    model: {
      init: ({ container }) => (container === overruns ? { us: 10e6, end: 'failed' } : { us: initS * 1e6 }),
      run({ requestId }) {
        const { lastsS, resets = false } = calls[Number(requestId.slice(5))]!
        return { us: lastsS * 1e6, outcome: resets ? 'timeout' : 'ok', reset: resets }
      },
    },
  })
}

/** Of each init that an invocation met, in order of the invocations. */
function causesOf(days: Simulated): (string | undefined)[] {
  const analyzer = analyzed(days, 'both')
  return openTruth(days.journal)
    .containers.flatMap((container) => analyzer.container(container).invocations)
    .toSorted((a, b) => a.startMs - b.startMs)
    .flatMap(({ cause }) => (cause === null ? [] : [cause.cause]))
}
