import { unixUs } from '@thermocline/wire'
import type { UnixUs } from '@thermocline/wire'
import type { FunctionEntry, JournalOutcome } from '../src/journal/entry.ts'
import type { LoggedEvent } from '../src/export/log-stream.ts'
import { readPolicy } from '../src/settings/policy.ts'
import type { InitType, Made } from '../src/schedule/decision.ts'
import { readBehaviour } from '../src/settings/function.ts'
import type { SimulatedFunction } from '../src/simulated/function.ts'
import type { AnyValue, Attribute, OtlpSpan, TraceRequest } from '../src/simulated/otlp.ts'
import { tellSimulation } from '../src/simulated/tell.ts'

/** `orders`, of 3 s at most, in text. */
export function behaviour(more: Partial<Parameters<typeof readBehaviour>[0]> = {}): SimulatedFunction {
  return readBehaviour({ name: 'orders', ...more }, {})
}

/** A moment, in milliseconds after ten o'clock. */
function at(ms: number): UnixUs {
  return unixUs((Date.UTC(2026, 10, 2, 10) + ms) * 1000)
}

export function opened(seed = 1): FunctionEntry {
  return { kind: 'opened', at: at(0), journal: 1, policy: readPolicy('orders', {}), version: '$LATEST', seed }
}

export function made(
  ms: number,
  container = 1,
  more: Partial<Made> & { logStream?: string } = {},
): FunctionEntry {
  return {
    kind: 'made',
    at: at(ms),
    container,
    cause: 'first',
    requestId: null,
    initType: 'on-demand' satisfies InitType,
    revision: { code: 1, config: 1, version: '$LATEST' },
    tenant: null,
    ...more,
  }
}

export function ready(ms: number, ok = true, container = 1): FunctionEntry {
  return { kind: 'ready', at: at(ms), container, ok }
}

/** An invocation from one moment to another; every end but these two leaves no process. */
export function ran(
  requestId: string,
  [from, to]: readonly [number, number],
  outcome: JournalOutcome = 'ok',
  { container = 1 }: { readonly container?: number } = {},
): FunctionEntry[] {
  const reset = outcome !== 'ok' && outcome !== 'error'
  return [
    { kind: 'placed', at: at(from), requestId, container, start: 'warm' },
    { kind: 'finished', at: at(to), requestId, container, outcome, reset },
  ]
}

export interface Told {
  readonly events: readonly LoggedEvent[]
  readonly requests: readonly TraceRequest[]
  readonly spans: readonly OtlpSpan[]
}

export function tell(fn: SimulatedFunction, entries: readonly FunctionEntry[]): Told {
  const [events, requests]: [LoggedEvent[], TraceRequest[]] = [[], []]
  const telling = tellSimulation(fn, {
    onLog: (event) => void events.push(event),
    onSpans: (request) => void requests.push(request),
  })
  for (const entry of entries) telling.tell(entry)
  telling.end()
  const spans = requests.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
  )
  return { events, requests, spans }
}

/** Its log, each line after the milliseconds it was written at. */
export function lines({ events }: Told): string[] {
  return events.map(({ timestamp, message }) => `${timestamp - at(0) / 1000} ${message.replace(/\n$/, '')}`)
}

export function attributesOf({
  attributes,
}: {
  readonly attributes: readonly Attribute[]
}): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, plain(value)]))
}

function plain(value: AnyValue): unknown {
  if ('arrayValue' in value) return value.arrayValue.values.map(plain)
  return 'intValue' in value ? Number(value.intValue) : Object.values(value)[0]
}

/** From when to when, in milliseconds after ten o'clock. */
export function timesOf({ startTimeUnixNano, endTimeUnixNano }: OtlpSpan): [number, number] {
  return [afterTen(startTimeUnixNano), afterTen(endTimeUnixNano)]
}

function afterTen(nanoseconds: string): number {
  return Number(BigInt(nanoseconds) / 1000n - BigInt(at(0))) / 1000
}
