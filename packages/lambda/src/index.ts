import type { Handler } from './handler.ts'
import { sdk } from './sdk.ts'
import type { Options } from './settings.ts'

export type { Handler } from './handler.ts'
export type { FlushSetting, LeaksSetting, Options } from './settings.ts'

/**
 * The handler, watched: it takes and gives what it did before, and each invocation leaves a span that says which
 * container it met and how. Never throws: a bad setting is reported once on stderr and its default used, and what is
 * no function is given back untouched.
 */
export function wrap<H extends Handler>(handler: H, options: Options = {}): H {
  try {
    return sdk().wrap(handler, options ?? {}, wrap)
  } catch {
    // Frozen globals and the like: the handler matters more than we do.
    return handler
  }
}
