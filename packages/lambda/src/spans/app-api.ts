import type { ContextManager, TextMapPropagator, TracerProvider } from '@opentelemetry/api'

/**
 * What the application has registered with OpenTelemetry's API. It is read where every copy of the API since 1.0 keeps
 * it, because the copy inside this bundle refuses what an older one has registered.
 */
export interface AppApi {
  version: string
  trace?: TracerProvider
  context?: ContextManager
  propagation?: TextMapPropagator
}

const GLOBAL = Symbol.for('opentelemetry.js.api.1')

/** Undefined while nothing has been registered. */
export function appApi(): AppApi | undefined {
  const found: unknown = Reflect.get(globalThis, GLOBAL)
  return typeof found === 'object' && found !== null ? (found as AppApi) : undefined
}

/** Makes the place where it is kept, as a copy of that version would. */
export function makeAppApi(version: string): AppApi {
  const made: AppApi = { version }
  Object.defineProperty(globalThis, GLOBAL, {
    value: made,
    configurable: true,
    writable: true,
    enumerable: true,
  })
  return made
}

/** Undefined where spans can be active nowhere. */
export function appContext(): ContextManager | undefined {
  return appApi()?.context
}
