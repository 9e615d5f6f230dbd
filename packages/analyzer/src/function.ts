import {
  functionReport,
  invocationsOf,
  lanes,
  seenRange,
  startSeries,
  type JudgedInit,
  type UnderstoodFunction,
} from '@thermocline/analysis'
import {
  ThermoclineError,
  usToMs,
  type FunctionAnswer,
  type FunctionKey,
  type InitPoint,
} from '@thermocline/wire'

/** The function of this key, or the only one of this name. Throws `not_found`. */
export function namedFunction(
  functions: readonly UnderstoodFunction[],
  key: FunctionKey,
): UnderstoodFunction {
  const exact = functions.find((each) => each.key === key)
  const named = functions.filter(({ identity }) => identity.name === key)
  // A link to a function seen in logs alone still holds once spans have told its account.
  const found = exact ?? (named.length === 1 ? named[0] : undefined)
  if (found !== undefined) return found
  const several = named.length > 1 ? `; it is one of ${named.map((each) => each.key).join(', ')}` : ''
  throw new ThermoclineError('not_found', `no function ${JSON.stringify(key)} was seen${several}`)
}

export function functionAnswer(of: UnderstoodFunction): FunctionAnswer {
  const invocations = invocationsOf(of)
  const range = seenRange(invocations)
  return {
    key: of.key,
    report: functionReport(of),
    range: range && { from: usToMs(range.from), to: usToMs(range.to) },
    buckets: startSeries(invocations),
    inits: of.inits.map(initPoint),
    lanes: lanes([...of.containers.values()]),
  }
}

function initPoint({ invocation: { row, startKind }, startedAt, cause }: JudgedInit): InitPoint {
  return {
    startMs: usToMs(startedAt),
    container: row.container,
    startKind,
    durationMs: row.init?.duration ?? null,
    source: row.init?.source ?? null,
    cause,
    traceId: row.trace?.traceId ?? null,
  }
}
