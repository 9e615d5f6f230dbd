import type { InvocationResult } from '../live/invocation.ts'
import type { InvokeOptions, Lab } from '../live/lab.ts'

/** Calls functions of a lab, so many at once and no more. */
export interface Caller {
  /** Whether one more may be under way. */
  hasRoom(): boolean
  /** Begins an invocation; what comes of it is told to the settings' listeners. */
  call(functionName: string, event: unknown, options?: InvokeOptions): void
  /** Resolves when none is under way any more. */
  settled(): Promise<void>
}

export interface CallerSettings {
  /** A machine that cannot keep up must not pile them up: each could start a process. */
  readonly mostUnderWay: number
  readonly onResult: (result: InvocationResult) => void
  readonly onFailure: (error: unknown) => void
}

export function openCaller(lab: Pick<Lab, 'invoke'>, settings: CallerSettings): Caller {
  const { mostUnderWay, onResult, onFailure } = settings
  const underWay = new Set<Promise<void>>()
  return {
    hasRoom: () => underWay.size < mostUnderWay,
    call(functionName, event, options = {}) {
      const running = lab
        .invoke(functionName, event, options)
        .then(onResult, onFailure)
        .finally(() => underWay.delete(running))
      underWay.add(running)
    },
    async settled() {
      await Promise.all(underWay)
    },
  }
}
