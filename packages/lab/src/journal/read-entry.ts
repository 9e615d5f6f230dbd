import { CAUSES, STARTS } from '@thermocline/wire'
import { JOURNAL_VERSION } from './entry.ts'
import type { FunctionEntry } from './entry.ts'
import { byKind, flag, nullable, number, object, oneOf, optional, text, whole } from './read-shape.ts'
import type { Flaw, Shape } from './read-shape.ts'

/** The first thing wrong with a line of the journal, or `null`. */
export function flawOf(value: unknown): Flaw | null {
  return LINE(value, '')
}

type Kind = FunctionEntry['kind']
type OfKind<K extends Kind, E = FunctionEntry> = E extends { readonly kind: infer EK }
  ? K extends EK
    ? E
    : never
  : never
/** A shape for every field that entry.ts has, so that none can be forgotten here. */
type Fields<K extends Kind> = Readonly<Record<Exclude<keyof OfKind<K>, 'kind' | 'at' | 'logStream'>, Shape>>

const CHANGE = byKind({
  deploy: object({ version: optional(text) }),
  config: object({}),
  provision: object({ containers: whole }),
})

const REVISION = object({ code: whole, config: whole, version: text })

const POLICY = object({
  keepAlive: number,
  maxAge: number,
  concurrencyLimit: whole,
  scaleOut: object({ containers: whole, within: number }),
  pick: oneOf(['most_recent', 'least_recent']),
  waitingCaller: oneOf(['bound', 'first_free']),
  provisioned: whole,
  proactive: object({ afterDeploy: whole, withScaleOut: whole }),
  freshShare: number,
  tenants: flag,
  managed: nullable(object({ containers: whole, concurrency: whole })),
})

const OUTCOME = oneOf(['ok', 'error', 'timeout', 'crashed'])
const INIT_TYPE = oneOf(['on-demand', 'provisioned-concurrency', 'lambda-managed-instances'])
const END_REASON = oneOf(['idle', 'age', 'deploy', 'config', 'reduced', 'failed', 'stopped'])
const THROTTLE_REASON = oneOf(['concurrency', 'scale_rate', 'capacity'])

const FIELDS: { readonly [K in Kind]: Fields<K> } = {
  // The version comes first: of another one nothing else can be judged.
  opened: { journal: oneOf([JOURNAL_VERSION]), policy: POLICY, version: text, seed: number },
  arrived: { requestId: text, tenant: nullable(text) },
  ready: { container: whole, ok: flag },
  finished: { requestId: text, container: whole, outcome: OUTCOME, reset: flag, initUs: optional(whole) },
  reset: { container: whole },
  lost: { container: whole },
  changed: { change: CHANGE },
  stopped: {},
  made: {
    container: whole,
    cause: oneOf(CAUSES),
    requestId: nullable(text),
    initType: INIT_TYPE,
    revision: REVISION,
    tenant: nullable(text),
  },
  placed: { requestId: text, container: whole, start: oneOf(STARTS) },
  throttled: { requestId: text, reason: THROTTLE_REASON },
  frozen: { container: whole },
  thawed: { container: whole },
  ended: { container: whole, reason: END_REASON },
}

const LINE: Shape = byKind(
  Object.fromEntries(
    Object.entries(FIELDS).map(([kind, fields]) => [
      kind,
      object({ ...fields, function: text, at: whole, logStream: optional(text) }),
    ]),
  ),
)
