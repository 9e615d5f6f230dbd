// As they were when the SDK was loaded: what a handler deletes or patches afterwards is nothing to fail by.
const clock = globalThis.performance

export const setTimeout: typeof globalThis.setTimeout = globalThis.setTimeout
export const clearTimeout: typeof globalThis.clearTimeout = globalThis.clearTimeout
export const setImmediate: typeof globalThis.setImmediate = globalThis.setImmediate
export const clearImmediate: typeof globalThis.clearImmediate = globalThis.clearImmediate
export const performance: { readonly now: () => number; readonly timeOrigin: number } = {
  now: clock.now.bind(clock),
  timeOrigin: clock.timeOrigin,
}
export const cpuUsage: typeof process.cpuUsage = process.cpuUsage.bind(process)
