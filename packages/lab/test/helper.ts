import { onTestFinished } from 'vitest'
import { processFacts } from '../src/live/proc.ts'
import { startLab } from '../src/index.ts'
import type {
  ContainerSnapshot,
  FunctionDescription,
  InvocationResult,
  InvokeOptions,
  Lab,
  LabListeners,
} from '../src/index.ts'

export const FIXTURES: string = `${import.meta.dirname}/fixtures`

/** A function of the fixtures folder; `probe.mjs` unless the handler is another. */
export function fixture(more: Partial<FunctionDescription> = {}): FunctionDescription {
  return { name: 'probe', folder: FIXTURES, handler: 'probe.handler', ...more }
}

export interface OneFunctionLab {
  readonly lab: Lab
  readonly invoke: (event?: unknown, options?: InvokeOptions) => Promise<InvocationResult>
  /** The only container, or the newest. */
  readonly container: () => ContainerSnapshot
}

/** A lab of this one function, stopped when the test ends. */
export async function labOf(
  more: Partial<FunctionDescription> = {},
  listeners: LabListeners = {},
): Promise<OneFunctionLab> {
  const lab = await startLab({ functions: [fixture(more)] }, listeners)
  onTestFinished(() => lab.stop())
  return {
    lab,
    invoke: (event = {}, options = {}) => lab.invoke('probe', event, options),
    container() {
      const newest = lab.containers().at(-1)
      if (newest === undefined) throw new Error('there is no container')
      return newest
    },
  }
}

/** The kernel's letter for it (T is stopped, Z dead), or `null` when it is gone. */
export function processState(pid: number): string | null {
  return processFacts(pid)?.state ?? null
}

/** A zombie is gone: it only waits for a parent to hear of it. */
export function isGone(pid: number): boolean {
  return [null, 'Z'].includes(processState(pid))
}
