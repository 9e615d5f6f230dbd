// Beyond 24 days a timer of Node fires at once.
const LONGEST_WAIT_MS = 86_400_000

export interface Timetable<T> {
  /** In order of time. */
  readonly steps: Iterable<T>
  /** When a step is due, as `performance.now()` tells it. */
  readonly due: (step: T) => number
  readonly act: (step: T) => void
  readonly signal?: AbortSignal | undefined
}

/**
 * Does each step when it is due, or as soon after as this process comes to it. Resolves to true after the last one, to
 * false when the signal came first; rejects with what a step throws.
 */
export async function keepTimetable<T>({ steps, due, act, signal }: Timetable<T>): Promise<boolean> {
  const line = steps[Symbol.iterator]()
  const { promise, resolve, reject } = Promise.withResolvers<boolean>()
  let next = line.next()
  let timer: NodeJS.Timeout | undefined

  function turn(): void {
    clearTimeout(timer)
    if (signal?.aborted === true) return resolve(false)
    try {
      for (; next.done !== true && due(next.value) <= performance.now(); next = line.next()) act(next.value)
    } catch (error) {
      return reject(error)
    }
    if (next.done === true) return resolve(true)
    timer = setTimeout(turn, Math.max(0, Math.min(due(next.value) - performance.now(), LONGEST_WAIT_MS)))
  }

  signal?.addEventListener('abort', turn)
  turn()
  return promise.finally(() => signal?.removeEventListener('abort', turn))
}
