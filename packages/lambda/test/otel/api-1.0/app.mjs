import * as api from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { createExporter } from '../exporter.mjs'

export { api }

/** Registers what an application of 2021 does; gives what it exports. */
export function register() {
  const { exporter, exported } = createExporter()
  const provider = new BasicTracerProvider()
  provider.addSpanProcessor(new SimpleSpanProcessor(exporter))
  provider.register({ contextManager: new AsyncLocalStorageContextManager().enable() })
  return exported
}
