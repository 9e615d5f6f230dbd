import type * as Fs from 'node:fs'
import type * as Util from 'node:util'

// What is used of Node, as it was when the SDK was loaded: what a handler deletes or patches afterwards is nothing to fail
// by. Its modules are asked for, not imported: the names of a built-in module cost an ES module 4.5 to 6 ms of a cold
// start, asking 0.1 to 0.2.
const clock = globalThis.performance
const fs: typeof Fs = process.getBuiltinModule('node:fs')

export const types: typeof Util.types = process.getBuiltinModule('node:util').types

export const setTimeout: typeof globalThis.setTimeout = globalThis.setTimeout
export const clearTimeout: typeof globalThis.clearTimeout = globalThis.clearTimeout
export const setImmediate: typeof globalThis.setImmediate = globalThis.setImmediate
export const clearImmediate: typeof globalThis.clearImmediate = globalThis.clearImmediate
export const performance: { readonly now: () => number; readonly timeOrigin: number } = {
  now: clock.now.bind(clock),
  timeOrigin: clock.timeOrigin,
}
export const cpuUsage: typeof process.cpuUsage = process.cpuUsage.bind(process)

export const openSync: typeof fs.openSync = fs.openSync
export const readFileSync: typeof fs.readFileSync = fs.readFileSync
export const readdirSync: typeof fs.readdirSync = fs.readdirSync
export const readlinkSync: typeof fs.readlinkSync = fs.readlinkSync
export const statSync: typeof fs.statSync = fs.statSync
export const writeSync: typeof fs.writeSync = fs.writeSync
