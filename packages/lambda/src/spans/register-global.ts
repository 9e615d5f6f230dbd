import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'
import { appApi, makeAppApi } from './app-api.ts'
import type { AppSpans } from './app-spans.ts'
import { createContextManager } from './context-manager.ts'
import { createPropagator } from './propagator.ts'

// Every copy of the API from 1.0 on takes what one of this version has registered, and refuses what an older has.
const API_VERSION = '1.10.0'

/**
 * Makes a provider of ours the application's, with a context manager and W3C propagation where it has none. Gives the
 * provider; undefined where the application has one already, which is left alone.
 */
export function registerGlobally(spans: AppSpans): object | undefined {
  if (appApi()?.trace) return undefined
  // Sampler and limits by OpenTelemetry's variables: these are the application's spans.
  const provider = new BasicTracerProvider({ spanProcessors: [spans.processor] })
  // All of it or nothing.
  const [context, propagation] = [createContextManager(), createPropagator()]
  const api = appApi() ?? makeAppApi(API_VERSION)
  api.trace = provider
  api.context ??= context
  api.propagation ??= propagation
  return provider
}
