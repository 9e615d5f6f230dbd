import { key, type Start } from '@thermocline/wire'
import type { Init, InitClock } from '../init/init-clock.ts'
import type { Attributes } from '../spans/otel.ts'
import { type Container, openContainer } from './container.ts'
import { firstStart, initPhase } from './start.ts'
import { uuid } from './uuid.ts'

/** This Node process in its container: what an invocation meets. */
export interface Process {
  readonly id: string
  readonly containerId: string
  /** Set under Managed Instances: many invocations at once, on several threads. */
  readonly managed: boolean
  /** Init, for the first invocation only. */
  meet(nowMs: number): Meeting
  /** An invocation ended. */
  left(nowMs: number): void
}

/** What one invocation met. */
export interface Meeting {
  readonly start: Start
  /** 1-based, of this process. */
  readonly ordinal: number
  /** For the first invocation only. */
  readonly init: Init | undefined
  readonly attributes: Attributes
}

export interface ProcessFacts {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly container: Container
  readonly clock: InitClock
  /** Of the code and the configuration: the same for all invocations. */
  readonly fingerprints: Attributes
}

/** Times are wall times, negatives clamped: whether the monotonic clock runs while frozen is not promised. */
export function openProcess({ env, container, clock, fingerprints }: ProcessFacts): Process {
  const id = uuid()
  const initType = env['AWS_LAMBDA_INITIALIZATION_TYPE']
  const managed = env['AWS_LAMBDA_MAX_CONCURRENCY'] !== undefined
  // Loaded only where there are threads.
  const thread = managed ? process.getBuiltinModule('node:worker_threads').threadId : 0
  let ordinal = 0
  let leftMs: number | undefined

  function meetFirst(nowMs: number): { start: Start; init: Init; attributes: Attributes } {
    const init = clock.ended()
    const sinceInitMs = since(init.startMs + init.durationMs, nowMs)
    const start = firstStart({
      initType,
      invocationsBefore: container.invocationsBefore,
      idleSinceInitMs: sinceInitMs,
    })
    const attributes = {
      // Threads of one process share the container's marker.
      [key.INIT_PHASE]: initPhase(initType, container.hadProcess && !managed),
      [key.INIT_DURATION_MS]: init.durationMs,
      [key.INIT_SOURCE]: 'sdk',
      [key.INIT_TO_FIRST_INVOCATION_MS]: sinceInitMs,
    }
    return { start, init, attributes }
  }

  return {
    id,
    containerId: container.id,
    managed,
    meet(nowMs) {
      ordinal += 1
      const first = ordinal === 1 ? meetFirst(nowMs) : undefined
      const start = first?.start ?? 'warm'
      const inContainer = container.invocationsBefore + ordinal
      // Several threads would write one count over each other's.
      if (!managed) container.began(inContainer)
      const attributes: Attributes = {
        [key.CONTAINER_ID]: container.id,
        [key.CONTAINER_INVOCATION]: managed ? undefined : inContainer,
        [key.CONTAINER_AGE_MS]: since(container.bornMs, nowMs),
        [key.CONTAINER_IDLE_MS]: managed || leftMs === undefined ? undefined : since(leftMs, nowMs),
        [key.CONTAINER_THREAD]: thread,
        [key.PROCESS_ID]: id,
        [key.PROCESS_INVOCATION]: ordinal,
        [key.START]: start,
        [key.FAAS_COLDSTART]: start === 'cold',
        [key.INIT_TYPE]: initType,
        ...fingerprints,
        ...first?.attributes,
      }
      return { start, ordinal, init: first?.init, attributes }
    },
    left(nowMs) {
      leftMs = nowMs
    },
  }
}

/** Opens the container's marker; during init, so that a failed init leaves its trace too. */
export function findContainer(env: ProcessFacts['env']): Container {
  return openContainer({
    logStream: env['AWS_LAMBDA_LOG_STREAM_NAME'],
    directory: env['TMPDIR'] || '/tmp',
    processStartMs: Math.round(performance.timeOrigin),
  })
}

function since(thenMs: number, nowMs: number): number {
  return Math.max(0, nowMs - thenMs)
}
