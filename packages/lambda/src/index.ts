import type { Handler, Outcome } from './call/handler.ts'
import { attempt } from './call/shield.ts'
import { sdk } from './sdk.ts'
import type { Options } from './settings/settings.ts'

export type { Handler, Outcome } from './call/handler.ts'
export type {
  FlushSetting,
  InitProfileSetting,
  LeaksSetting,
  Options,
  TenantSetting,
  UserAttributes,
} from './settings/settings.ts'

// Made when the module is loaded, so that it sees what is loaded after it.
attempt(() => sdk().own(wrap, register, watch, preload), undefined)

/**
 * The handler, watched: it takes and gives what it did before, and each invocation leaves a span that says which
 * container it met and how. Never throws: a bad setting is reported once on stderr and its default used, and what is
 * no function is given back untouched.
 */
export function wrap<H extends Handler>(handler: H, options: Options = {}): H {
  try {
    return sdk().wrap(handler, options ?? {})
  } catch {
    // Frozen globals and the like: the handler matters more than we do.
    return handler
  }
}

/**
 * Registers an extension inside this process, so that spans are posted after the response and before the freeze. Await
 * it at the top level of the handler's ES module; the preload does it by itself. True when it worked; never rejects.
 */
export async function register(): Promise<boolean> {
  try {
    return await sdk().register()
  } catch {
    return false
  }
}

/** An invocation that is watched from outside the handler. */
export interface Watching {
  /** Ends it, once; a promise where the response has to wait for the flush. Never throws or rejects. */
  end(outcome: Outcome): Promise<void> | undefined
}

/**
 * For frameworks that call the handler themselves, as middy does: gives a function that begins an invocation, and gives
 * undefined for one that is watched already.
 */
export function watch(options: Options = {}): (event: unknown, context: unknown) => Watching | undefined {
  const begin = attempt(() => sdk().watch(options ?? {}), undefined)
  const watching = (event: unknown, context: unknown): Watching | undefined => {
    const watched = attempt(() => begin?.({ handler: nobody, event, context }), undefined)
    return watched && { end: (outcome) => attempt(() => watched.end(outcome)?.catch(nobody), undefined) }
  }
  attempt(() => sdk().own(watching), undefined)
  return watching
}

function nobody(): void {
  // Stands for the handler, which is not ours to see, and for what nobody waits for.
}

/**
 * What `@thermocline/lambda/auto` does at the start of a process: the runtime is given `module`, which wraps the user's
 * handler, in place of the user's own.
 * @internal
 */
export function preload(module: URL): void {
  try {
    sdk().preload(module)
  } catch {
    // The function runs as if there were no preload.
  }
}
