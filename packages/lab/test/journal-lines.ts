import { unixUs } from '@thermocline/wire'
import type { UnixUs } from '@thermocline/wire'
import type { FunctionEntry, JournalEntry } from '../src/journal/entry.ts'
import { DEFAULT_POLICY } from '../src/settings/policy.ts'
import type { Policy } from '../src/settings/policy.ts'
import type { Made } from '../src/schedule/decision.ts'

const NOON = Date.UTC(2026, 10, 23, 12) * 1000

/** Milliseconds after noon of 23 November 2026, UTC. */
export function at(ms: number): UnixUs {
  return unixUs(NOON + ms * 1000)
}

/** Lines of one function, each without its name. */
export function lines(entries: readonly FunctionEntry[], name = 'orders'): JournalEntry[] {
  return entries.map((entry) => ({ function: name, ...entry }))
}

export function opened(policy: Partial<Policy> = {}): FunctionEntry {
  return {
    kind: 'opened',
    at: at(0),
    journal: 1,
    policy: { ...DEFAULT_POLICY, ...policy },
    version: '$LATEST',
    seed: 1,
  }
}

export function arrived(ms: number, requestId: string, tenant: string | null = null): FunctionEntry {
  return { kind: 'arrived', at: at(ms), requestId, tenant }
}

/** On demand, of the first revision, with a log stream that ends in the container's number eight times. */
export function made(ms: number, container: number, more: Partial<Made> = {}): FunctionEntry {
  return {
    kind: 'made',
    at: at(ms),
    container,
    cause: 'first',
    requestId: null,
    initType: 'on-demand',
    revision: { code: 1, config: 1, version: '$LATEST' },
    tenant: null,
    logStream: `2026/11/23/[$LATEST]${'0'.repeat(24)}${String(container).repeat(8)}`,
    ...more,
  }
}

export function ready(ms: number, container: number, ok = true): FunctionEntry {
  return { kind: 'ready', at: at(ms), container, ok }
}

export function placed(
  ms: number,
  requestId: string,
  container: number,
  start: Extract<FunctionEntry, { kind: 'placed' }>['start'],
): FunctionEntry {
  return { kind: 'placed', at: at(ms), requestId, container, start }
}

export function finished(
  ms: number,
  requestId: string,
  container: number,
  outcome: Extract<FunctionEntry, { kind: 'finished' }>['outcome'] = 'ok',
): FunctionEntry {
  const reset = outcome === 'timeout' || outcome === 'crashed'
  return { kind: 'finished', at: at(ms), requestId, container, outcome, reset }
}

export function stood(
  kind: 'frozen' | 'thawed' | 'reset' | 'lost',
  ms: number,
  container: number,
): FunctionEntry {
  return { kind, at: at(ms), container }
}

export function ended(
  ms: number,
  container: number,
  reason: Extract<FunctionEntry, { kind: 'ended' }>['reason'],
): FunctionEntry {
  return { kind: 'ended', at: at(ms), container, reason }
}
