import type { SpanContext } from '@opentelemetry/api'
import { messagesOf } from '../triggers/messages.ts'
import type { Propagators } from '../settings/propagators.ts'
import type { Trigger } from '../triggers/trigger.ts'
import { callerCarrier, messageCarrier } from './carried.ts'
import type { Carrier } from './carrier.ts'
import { boundedParse } from './parse.ts'
import { traceStateOf } from './trace-state.ts'
import { w3cContext } from './w3c.ts'
import { xrayContext } from './xray.ts'

/** Whose work an invocation goes on with. */
export interface Upstream {
  readonly parent: SpanContext | undefined
  readonly links: readonly SpanContext[]
  /** Messages whose context is in no link, because more than 128 have one. */
  readonly linksLeftOut: number
  /** Lower-case names, for the app's own propagator; undefined where the trigger has none. */
  readonly carrier: Carrier | undefined
}

/** What is known of an invocation beside its event. */
export interface Runtime {
  readonly xrayHeader: string | undefined
  readonly clientContext: unknown
  /** Who may name a parent; what another hands on is a link. */
  readonly propagators: Propagators
}

/** One parent where there is one caller, links where there are many. Never throws. */
export function readUpstream(event: unknown, trigger: Trigger, runtime: Runtime): Upstream {
  const xray = xrayContext(runtime.xrayHeader)
  const { propagators } = runtime
  try {
    return trigger.batch
      ? ofBatch(messagesOf(event), xray, propagators)
      : ofCaller(callerCarrier(event, runtime.clientContext, boundedParse()), xray, propagators)
  } catch {
    // A getter or a proxy of the user's: no failure of ours, so it does not go to the guard.
    return ofCaller({}, xray, propagators)
  }
}

// W3C's before X-Ray's, and the caller's own before the runtime's: Lambda's segment, which that one names, goes to
// X-Ray alone. What is not the parent is a link, and so is an X-Ray context that was not sampled.
function ofCaller(carrier: Carrier, runtime: SpanContext | undefined, propagators: Propagators): Upstream {
  const w3c = w3cContext(carrier['traceparent'])
  const xray = xrayContext(carrier['x-amzn-trace-id'])
  const byXray = propagators.has('xray') ? [xray, runtime].find(isSampled) : undefined
  const parent = w3c && propagators.has('tracecontext') ? withState(w3c, carrier['tracestate']) : byXray
  const links = linksOf(parent === byXray ? [w3c, xray, runtime] : [xray, runtime], parent)
  const empty = Object.keys(carrier).length === 0
  return { parent, links, linksLeftOut: 0, carrier: empty ? undefined : carrier }
}

// As many as OpenTelemetry's SDKs keep of a span's links.
const MAX_LINKS = 128
// A batch may have ten thousand messages, and each is asked on the caller's time.
const MAX_ASKED = 1000

function ofBatch(
  messages: readonly unknown[],
  runtime: SpanContext | undefined,
  propagators: Propagators,
): Upstream {
  const parse = boundedParse()
  const parent = propagators.has('xray') && isSampled(runtime) ? runtime : undefined
  const contexts = messages.slice(0, MAX_ASKED).map((message) => {
    const carrier = messageCarrier(message, parse)
    return w3cContext(carrier['traceparent']) ?? xrayContext(carrier['x-amzn-trace-id'])
  })
  const links = linksOf([runtime, ...contexts], parent)
  const tooMany = Math.max(0, links.length - MAX_LINKS)
  // Those that were not asked most likely have one where the others do.
  const notAsked = tooMany > 0 ? Math.max(0, messages.length - MAX_ASKED) : 0
  return { parent, links: links.slice(0, MAX_LINKS), linksLeftOut: tooMany + notAsked, carrier: undefined }
}

/** Each context once, and none that is the parent. */
function linksOf(
  contexts: readonly (SpanContext | undefined)[],
  parent: SpanContext | undefined,
): readonly SpanContext[] {
  const known = contexts.filter((context) => context !== undefined)
  // Of most invocations.
  if (known.length === 0) return known
  const links = new Map(known.map((context) => [context.traceId + context.spanId, context]))
  if (parent) links.delete(parent.traceId + parent.spanId)
  return [...links.values()]
}

function isSampled(context: SpanContext | undefined): boolean {
  return context?.traceFlags === 1
}

function withState(context: SpanContext, tracestate: string | undefined): SpanContext {
  const traceState = traceStateOf(tracestate)
  return traceState ? { ...context, traceState } : context
}
