import type { Tracer, TracerProvider } from '@opentelemetry/api'
import { clearTimeout, setTimeout } from '../node-globals.ts'
import { appApi } from './app-api.ts'
import { SCOPE } from './pipeline.ts'

/** The application's own tracing, where it has registered a provider. */
export interface AppTracing {
  /** Undefined while it has none. */
  tracer(): Tracer | undefined
  /**
   * Lets it send what it holds, within the time; undefined where there is nothing to wait for. Never rejects.
   * `background`: nobody waits for it, so the event loop may run empty meanwhile.
   */
  flush(withinMs: number, background: boolean): Promise<void> | undefined
}

/** Looked for until there is one: an application may register it in its first invocation. */
export function findAppTracing(isOurs: (provider: object) => boolean): AppTracing {
  let found: { readonly provider: TracerProvider; readonly tracer: Tracer } | undefined

  function find(): typeof found {
    const provider = appApi()?.trace
    if (!provider || isOurs(provider)) return undefined
    return { provider: delegateOf(provider), tracer: provider.getTracer(SCOPE.name, SCOPE.version) }
  }

  return {
    tracer: () => (found ??= find())?.tracer,
    flush(withinMs, background) {
      const { provider } = found ?? {}
      return provider && canFlush(provider) && withinMs > 0
        ? within(provider.forceFlush(), withinMs, background)
        : undefined
    },
  }
}

/** The API keeps a provider behind a proxy that cannot flush. */
function delegateOf(provider: TracerProvider): TracerProvider {
  const ask: unknown = Reflect.get(provider, 'getDelegate')
  return typeof ask === 'function' ? (Reflect.apply(ask, provider, []) as TracerProvider) : provider
}

interface Flushable {
  forceFlush(): Promise<void>
}

function canFlush(provider: object): provider is Flushable {
  return typeof Reflect.get(provider, 'forceFlush') === 'function'
}

async function within(flush: Promise<void>, withinMs: number, background: boolean): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, withinMs)
    if (background) timer.unref()
  })
  try {
    await Promise.race([flush, late])
  } catch {
    // Its exporter's failure, which it reports itself.
  } finally {
    clearTimeout(timer)
  }
}
