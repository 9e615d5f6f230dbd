import { key } from '@thermocline/wire'
import type { Start, UnixUs } from '@thermocline/wire'
import type { InitType } from '../platform/event.ts'
import type { Revision } from '../schedule/decision.ts'
import type { SimulatedFunction } from './function.ts'
import type { Ids } from './ids.ts'
import { bool, double, int, text } from './otlp.ts'
import type { Attribute, Resource } from './otlp.ts'
import { sdkResource } from './sdk-resource.ts'

/** What of a container outlives its processes: the SDK's marker in /tmp. */
export interface Marker {
  readonly bornAt: UnixUs
  /** Invocations that have begun. */
  begun: number
}

/** One Node process, as its SDK knows it. */
export interface SdkProcess {
  readonly resource: Resource
  /** An invocation reaches the handler. */
  meet(at: UnixUs): Meeting
  /** One is over, as far as the handler goes; gives what the SDK measures then. */
  leave(at: UnixUs): readonly Attribute[]
}

export interface Meeting {
  readonly attributes: readonly Attribute[]
  /** Of the process, for its first invocation. */
  readonly init: InitTimes | null
}

export interface InitTimes {
  readonly from: UnixUs
  readonly us: number
}

export interface ProcessFacts {
  readonly fn: SimulatedFunction
  readonly ids: Ids
  readonly container: string
  readonly revision: Revision
  readonly initType: InitType
  readonly marker: Marker
  /** Not the first process of its container. */
  readonly follows: boolean
  readonly init: InitTimes
  /** Above 0 under Managed Instances only. */
  readonly thread: number
}

/** Follows packages/lambda, clock readings included: `Date.now()` has whole milliseconds, and so have its differences. */
export function openSdkProcess(facts: ProcessFacts): SdkProcess {
  const { marker, init, initType, container } = facts
  const managed = initType === 'lambda-managed-instances'
  const invocationsBefore = managed ? 0 : marker.begun
  const id = facts.ids.uuid()
  const fixed = [
    text(key.CONTAINER_ID, container),
    int(key.CONTAINER_THREAD, facts.thread),
    text(key.PROCESS_ID, id),
    text(key.INIT_TYPE, initType),
    ...functionAttributes(facts),
  ]
  const firstMeasured = [int(key.SDK_DROPPED_SPANS, 0), text(key.FLUSH_MODE, facts.fn.flush ?? 'otlp')]
  // Of the flush before: the receiver of a simulation never fails.
  const laterMeasured = [...firstMeasured, text(key.FLUSH_OUTCOME, 'ok')]
  const bornMs = Math.round(marker.bornAt / 1000)
  let ordinal = 0
  let leftMs: number | null = null

  function first(nowMs: number): { start: Start; attributes: readonly Attribute[] } {
    const sinceInitMs = Math.max(0, nowMs - (init.from + init.us) / 1000)
    return {
      start: invocationsBefore > 0 ? 'reinit' : firstStart(initType, sinceInitMs),
      attributes: [
        text(key.INIT_PHASE, facts.follows ? 'invoke' : 'init'),
        double(key.INIT_DURATION_MS, init.us / 1000),
        text(key.INIT_SOURCE, 'sdk'),
        double(key.INIT_TO_FIRST_INVOCATION_MS, sinceInitMs),
      ],
    }
  }

  return {
    resource: sdkResource(facts.fn, { id, version: facts.revision.version, container }),
    meet(at) {
      const nowMs = Math.floor(at / 1000)
      ordinal += 1
      const met = ordinal === 1 ? first(nowMs) : WARM
      const inContainer = invocationsBefore + ordinal
      if (!managed) marker.begun = inContainer
      const attributes = fixed.concat([
        double(key.CONTAINER_AGE_MS, Math.max(0, nowMs - bornMs)),
        int(key.PROCESS_INVOCATION, ordinal),
        text(key.START, met.start),
        met.start === 'cold' ? COLD : NOT_COLD,
        ...met.attributes,
      ])
      if (!managed) attributes.push(int(key.CONTAINER_INVOCATION, inContainer))
      if (!managed && leftMs !== null)
        attributes.push(double(key.CONTAINER_IDLE_MS, Math.max(0, nowMs - leftMs)))
      return { attributes, init: ordinal === 1 ? init : null }
    },
    leave(at) {
      const measured = leftMs === null ? firstMeasured : laterMeasured
      leftMs = Math.floor(at / 1000)
      return measured
    },
  }
}

const WARM: { readonly start: Start; readonly attributes: readonly Attribute[] } = {
  start: 'warm',
  attributes: [],
}
const COLD = bool(key.FAAS_COLDSTART, true)
const NOT_COLD = bool(key.FAAS_COLDSTART, false)

function functionAttributes({ fn, revision }: ProcessFacts): Attribute[] {
  const { version, code, config } = revision
  const published = /^\d+$/.test(version)
  return [
    text(key.FAAS_TRIGGER, 'other'),
    text(key.TRIGGER_SOURCE, 'direct'),
    text(key.INVOKED_ARN, fn.arn),
    text(key.CLOUD_RESOURCE_ID, published ? `${fn.arn}:${version}` : fn.arn),
    // Digests of the real one: another for each deploy and each configuration.
    text(key.CODE_FINGERPRINT, code.toString(16).padStart(16, '0')),
    text(key.CONFIG_FINGERPRINT, config.toString(16).padStart(5, '0')),
  ]
}

const PROACTIVE_AFTER_MS = 10_000

function firstStart(initType: InitType, sinceInitMs: number): Start {
  if (initType !== 'on-demand') return 'provisioned'
  return sinceInitMs > PROACTIVE_AFTER_MS ? 'proactive' : 'cold'
}
