import type { Format, Maker } from './variants.ts'

// What a user would write, by maker and format. A bundle is made of the ESM text, whatever its own format.

interface Source {
  readonly handler: Readonly<Record<Format, string>>
  /** Loaded before the handler, by NODE_OPTIONS. */
  readonly preload?: string
}

const NOOP = 'async () => ({ statusCode: 200 })'

// @Tracer.captureLambdaHandler() on a class's method, as TypeScript compiles it.
const DECORATED = `
const tracer = new Tracer({ serviceName: 'bench' })
const method = { value: ${NOOP} }
tracer.captureLambdaHandler()({}, 'handler', method)
`

// As many bytes as a span should take, and nothing done for them.
const BY_HAND = `
const line = Buffer.from('x'.repeat(1000) + '\\n')
const handler = async () => {
  writeSync(1, line)
  return { statusCode: 200 }
}
`

// The README's set-up for Node 24, which imports the handler: the hook, then the instrumentation. By --import, because
// what --require names runs once more in the hook's thread. In place of its NodeSDK, which loads much more, only the
// parts that are needed. sdk-trace is what sdk-trace-base and -node became: this version of the instrumentation wants
// an API that those no longer accept.
const OTEL_PRELOAD = `
import { register } from 'node:module'
import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { registerInstrumentations } from '@opentelemetry/instrumentation'
import { AwsLambdaInstrumentation } from '@opentelemetry/instrumentation-aws-lambda'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
register('import-in-the-middle/hook.mjs', import.meta.url)
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
const spanProcessor = new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })
const tracerProvider = new TracerProvider({ spanProcessors: [spanProcessor] })
trace.setGlobalTracerProvider(tracerProvider)
registerInstrumentations({ tracerProvider, instrumentations: [new AwsLambdaInstrumentation()] })
`

export const SOURCES: Readonly<Record<Maker, Source>> = {
  bare: {
    handler: { esm: `export const handler = ${NOOP}\n`, cjs: `exports.handler = ${NOOP}\n` },
  },
  floor: {
    handler: {
      esm: `import { writeSync } from 'node:fs'${BY_HAND}export { handler }\n`,
      cjs: `const { writeSync } = require('node:fs')${BY_HAND}exports.handler = handler\n`,
    },
  },
  thermocline: {
    handler: {
      esm: `import { wrap } from '@thermocline/lambda'\nexport const handler = wrap(${NOOP})\n`,
      cjs: `const { wrap } = require('@thermocline/lambda')\nexports.handler = wrap(${NOOP})\n`,
    },
  },
  otel: {
    handler: { esm: `export const handler = ${NOOP}\n`, cjs: `exports.handler = ${NOOP}\n` },
    preload: OTEL_PRELOAD,
  },
  powertools: {
    handler: {
      esm: `import { Tracer } from '@aws-lambda-powertools/tracer'${DECORATED}export const handler = method.value\n`,
      cjs: `const { Tracer } = require('@aws-lambda-powertools/tracer')${DECORATED}exports.handler = method.value\n`,
    },
  },
}
