import { unixUs } from '@thermocline/wire'
import type { UnixUs } from '@thermocline/wire'
import type { JournalOutcome } from '../journal/entry.ts'
import type { FinishedInvocation } from '../journal/recorded.ts'
import type { PlatformEvent } from '../platform/event.ts'
import type { Made } from '../schedule/decision.ts'
import type { SimulatedFunction } from './function.ts'
import type { Ids } from './ids.ts'
import { endingEvents } from './ending-events.ts'
import { initEnd, initStart } from './init-events.ts'
import type { End, ToldContainer } from './init-events.ts'
import { start, thrown, traced, UNTRACED } from './invocation-events.ts'
import type { ToldInvocation } from './invocation-events.ts'
import type { OtlpSpan, Resource } from './otlp.ts'
import { openSdkContainer } from './sdk-container.ts'
import type { Met } from './sdk-container.ts'
import { sdkSpans } from './sdk-spans.ts'

/** A container whose journal is being told: it holds what its later lines and spans depend on. */
export interface SimulatedContainer {
  ready(at: UnixUs, ok: boolean): void
  placed(at: UnixUs, requestId: string): void
  finished(at: UnixUs, ending: Ending): void
  /** Its process is gone. */
  reset(): void
}

type Ending = Omit<FinishedInvocation, 'container'>

/** Where the story of a container goes; what nobody listens to is not made. */
export interface Audience {
  readonly fn: SimulatedFunction
  /** Of containers; apart from the others, so that no name depends on who listens. */
  readonly names: Ids
  readonly log: { readonly ids: Ids; of(logStream: string): (...events: PlatformEvent[]) => void } | null
  readonly spans: { readonly ids: Ids; add(resource: Resource, spans: readonly OtlpSpan[]): void } | null
}

/** An invocation under way. */
interface Run extends ToldInvocation {
  /** `null` where an init stands between it and the handler. */
  readonly reached: Reached | null
}

interface Reached {
  readonly at: UnixUs
  readonly met: Met | null
}

export function openSimulatedContainer(
  made: Made,
  logStream: string,
  audience: Audience,
): SimulatedContainer {
  const { fn, names, spans } = audience
  const { initType, tenant, at: bornAt } = made
  const { version } = made.revision
  const told: ToldContainer = { fn, initType, tenant, version, instanceId: names.uuid() }
  const sdk = spans === null ? null : openSdkContainer({ fn, made, logStream, ids: spans.ids })
  const log = audience.log === null ? null : audience.log.of(logStream)
  const running = new Map<string, Run>()
  /** When the process at hand had finished its init. */
  let readyAt: UnixUs | null = null
  /** Of that init, until a report has told of it. One inside an invocation is never told of. */
  let untoldUs: number | null = null
  /** An init inside an invocation takes as long as the one before it in its container, where its end does not tell. */
  let initUs = 0

  log?.(initStart(told, 'init', bornAt))

  function begin(from: UnixUs, us: number): UnixUs {
    sdk?.begin({ from, us })
    return (readyAt = unixUs(from + us))
  }

  function reach(run: ToldInvocation, at: UnixUs): Reached {
    log?.(start(told, run, at))
    return { at, met: sdk?.meet(at) ?? null }
  }

  /** Its way to the handler by an init inside it; `null` where that was the end of it. */
  function reachByInit(run: Run, at: UnixUs, ending: Ending): Reached | null {
    // Under Managed Instances another invocation, which waited with it, may have brought the process.
    if (readyAt !== null) return reach(run, unixUs(Math.max(run.from, readyAt)))
    const { from } = run
    const failed = brokeInit(at - from, ending)
    const us = failed ? at - from : Math.min(ending.initUs ?? initUs, at - from)
    log?.(initStart(told, 'invoke', from))
    log?.(...initEnd(told, { phase: 'invoke', from, us, end: failed ? ENDS[ending.outcome] : 'ok' }))
    if (!failed) return reach(run, begin(from, us))
    log?.(start(told, run, at))
    return null
  }

  function overran(us: number): 'timeout' | 'exited' {
    const limit = initType === 'on-demand' ? fn.initTimeout : fn.standingInitTimeout
    return us >= limit * 1000 ? 'timeout' : 'exited'
  }

  function brokeInit(us: number, ending: Ending): boolean {
    const { outcome, reset } = ending
    // One that is told of by its length has succeeded.
    return reset && ending.initUs === undefined && (outcome === 'error' || us <= initUs)
  }

  function tellHandler(run: Run, { at: from, met }: Reached, to: UnixUs, outcome: JournalOutcome): void {
    const { requestId } = run
    if (outcome === 'error') log?.(thrown(fn, requestId, to))
    if (spans === null || met === null) return
    const handled = { ...met, requestId, from, to, outcome, initUs: from - run.from }
    spans.add(met.process.resource, sdkSpans(fn, spans.ids, handled))
  }

  return {
    ready(at, ok) {
      initUs = at - bornAt
      log?.(...initEnd(told, { phase: 'init', from: bornAt, us: initUs, end: ok ? 'ok' : overran(initUs) }))
      if (!ok) return
      begin(bornAt, initUs)
      untoldUs = initUs
    },
    placed(at, requestId) {
      const run = {
        requestId,
        from: at,
        tracing: audience.log === null ? UNTRACED : traced(fn, at, audience.log.ids),
      }
      running.set(requestId, { ...run, reached: readyAt === null ? null : reach(run, at) })
    },
    finished(at, ending) {
      const { requestId, outcome, reset } = ending
      const run = running.get(requestId)
      if (run === undefined) return
      running.delete(requestId)
      const reached = run.reached ?? reachByInit(run, at, ending)
      if (reached !== null) tellHandler(run, reached, at, outcome)
      const broken = reached === null || outcome === 'timeout' || outcome === 'crashed'
      const end = { at, end: ENDS[outcome], broken, initUs: untoldUs }
      log?.(...endingEvents({ container: told, invocation: run, told: end }))
      untoldUs = null
      if (reset) readyAt = null
    },
    reset() {
      readyAt = null
      untoldUs = null
    },
  }
}

const ENDS: Readonly<Record<JournalOutcome, End>> = {
  ok: 'ok',
  error: 'threw',
  timeout: 'timeout',
  crashed: 'exited',
}
