// Parts of OpenTelemetry that the SDK's bundle does without: it gives no meter, its resource is encoded by itself, and a
// provider's options are one level deep. Each is replaced by what is left of it here; 13 kB of source less in every cold
// start. The tests run on the bundle, and one suite runs it against whole releases of OpenTelemetry.
const REPLACED: Readonly<Record<string, string>> = {
  '@opentelemetry/resources/build/esm/index.js': `
    export const defaultResource = () => ({ attributes: {}, getRawAttributes: () => [], merge: (other) => other })`,
  '@opentelemetry/core/build/esm/utils/merge.js': `
    export const merge = (...parts) => parts.reduce((all, part) => ({
      ...all, ...part, spanLimits: { ...all.spanLimits, ...part.spanLimits },
    }), {})`,
  // Whatever version of the API has registered something, the bundle finds it: opentelemetry.test.ts holds it to that.
  // The original names node:util, to show what it could not read.
  '@opentelemetry/core/build/esm/platform/node/environment.js': `
    export const getStringFromEnv = (name) => process.env[name]?.trim() || undefined
    export const getNumberFromEnv = (name) => {
      const value = Number(getStringFromEnv(name))
      return Number.isNaN(value) ? undefined : value
    }
    export const getBooleanFromEnv = (name) => getStringFromEnv(name)?.toLowerCase() === 'true'
    export const getStringListFromEnv = (name) => getStringFromEnv(name)?.split(',')`,
  '@opentelemetry/api/build/esm/internal/global-utils.js': `
    const KEY = Symbol.for('opentelemetry.js.api.1')
    export const getGlobal = (type) => globalThis[KEY]?.[type]
    export const registerGlobal = () => false
    export const unregisterGlobal = () => {}`,
  // OpenTelemetry tells its users of their mistakes; these are ours, and tests find them.
  '@opentelemetry/api/build/esm/api/diag.js': `
    const nothing = () => {}
    const diag = { error: nothing, warn: nothing, info: nothing, debug: nothing, verbose: nothing }
    export class DiagAPI { static instance() { return diag } }`,
  '@opentelemetry/api/build/esm/metrics/NoopMeter.js': `
    export const createNoopMeter = () => undefined
    export const NOOP_METER = undefined`,
  '@opentelemetry/sdk-trace/build/esm/TracerMetrics.js': `
    const ended = () => {}
    export class TracerMetrics { startSpan() { return ended } }`,
}

/** Leaves out what is never used, for rolldown. Fails when a release of OpenTelemetry has moved one of the parts. */
export function leanOpenTelemetry(): { name: string; load(id: string): string | null; buildEnd(): void } {
  const met = new Set<string>()
  return {
    name: 'lean-opentelemetry',
    load(id) {
      const part = Object.keys(REPLACED).find((path) => id.endsWith(path))
      if (part === undefined) return null
      met.add(part)
      return REPLACED[part] ?? null
    },
    buildEnd() {
      const missing = Object.keys(REPLACED).filter((path) => !met.has(path))
      if (missing.length > 0) throw new Error(`no longer part of OpenTelemetry: ${missing.join(', ')}`)
    },
  }
}
