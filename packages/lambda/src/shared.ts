import type { Sdk } from './sdk.ts'

/** What hangs on the global: the ESM and the CJS copy, and two bundled copies, are one SDK. */
export const SHARED: unique symbol = Symbol.for('thermocline.v1')

/** Undefined where the SDK has not been loaded. */
export function sharedSdk(): Sdk | undefined {
  return Reflect.get(globalThis, SHARED)
}
