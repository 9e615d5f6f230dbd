import type { FlushMode } from '@thermocline/wire'
import { readFunctionArn } from '../identity/function-arn.ts'
import { shortResource, wholeResource } from '../identity/resource.ts'
import type { LambdaContext } from '../call/handler.ts'
import type { Exporter } from '../flush/exporter.ts'
import { createLogExporter } from '../flush/log.ts'
import { createOtlpExporter } from '../flush/otlp.ts'
import { writeStdout } from '../flush/stdout.ts'
import type { Settings } from '../settings/settings.ts'
import { createPipeline, type Pipeline, SCOPE } from './pipeline.ts'
import { redactBy } from './redact.ts'

export interface PipelineFacts {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly settings: Settings
  readonly mode: FlushMode
  /** Of the first invocation: the account stands only in the ARN it was called by. */
  readonly context: LambdaContext
  readonly functionName: string
  readonly functionVersion: string | undefined
  readonly containerId: string
  readonly processId: string
  readonly say: (problem: string) => void
}

export function openPipeline(facts: PipelineFacts): Pipeline {
  const { settings, mode, say } = facts
  const arn = readFunctionArn(facts.context.invokedFunctionArn, facts.functionVersion)
  const redact = settings.redact && redactBy(settings.redact)
  const resource = wholeResource({ ...facts, arn })
  const whole = redact ? redact(resource) : resource
  const short = shortResource(facts.containerId, facts.processId)
  const log = (): Exporter => createLogExporter({ whole, short, scope: SCOPE, write: writeStdout })
  const { endpoint, headers, gzip } = settings
  if (mode === 'log' || endpoint === undefined) {
    const exporter = log()
    return createPipeline({ exporter, lastResort: () => exporter, redact })
  }
  const { url } = endpoint
  const background = mode === 'extension'
  const exporter = createOtlpExporter({ url, resource: whole, scope: SCOPE, headers, gzip, background, say })
  return createPipeline({ exporter, lastResort: log, redact })
}
