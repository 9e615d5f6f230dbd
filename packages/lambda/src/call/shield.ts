// What stops the SDK's own failures. With wrapper.ts and late-answer.ts it is the path of the user's call: it depends on
// nothing, so that whatever else of the SDK throws, the handler runs and answers as if it were not wrapped.

// Kept from before the function could replace them.
export const apply: typeof Reflect.apply = Reflect.apply
export const OwnPromise: PromiseConstructor = Promise
// oxlint-disable-next-line typescript/unbound-method -- called by apply
export const promiseThen: Promise<unknown>['then'] = Promise.prototype.then

/** In a turn of its own, as a promise calls the `then` of what it is given. */
export function soon(work: () => void): void {
  void apply(promiseThen, OwnPromise.resolve(), [work])
}

/** What `work` gives; `otherwise` when it throws. */
export function attempt<T>(work: () => T, otherwise: T): T {
  try {
    return work()
  } catch {
    return otherwise
  }
}

/**
 * For what Node calls: thrown in a timer, a listener or a hook, an error would end the process.
 * Of these nobody waits for a result.
 */
export function shielded<A extends readonly unknown[]>(
  work: (...args: A) => unknown,
  failed?: (error: unknown) => void,
): (...args: A) => void {
  return (...args) => {
    try {
      work(...args)
    } catch (error) {
      attempt(() => failed?.(error), undefined)
    }
  }
}

/**
 * Runs `work` once the flush is over, however it went: at once where nothing has to be waited for. What it throws later,
 * with no caller left to catch it, `refused` gets.
 */
export function afterFlush<T>(
  flush: Promise<void> | undefined,
  work: () => T,
  refused?: (error: unknown) => void,
): T | undefined {
  if (!flush) return work()
  const later = (): void => {
    try {
      work()
    } catch (error) {
      refused?.(error)
    }
  }
  void apply(promiseThen, flush, [later, later])
  return undefined
}

/** The same value; if it is a promise, nothing comes of its failing. */
export function settled<T>(value: T): T {
  if (isThenable(value)) void value.then(undefined, () => {})
  return value
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
