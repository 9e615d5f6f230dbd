import { readFunctionArn } from './function-arn.ts'
import { createLogExporter } from './flush-log.ts'
import { createOtlpExporter } from './flush-otlp.ts'
import type { LambdaContext } from './handler.ts'
import { createPipeline, type Pipeline, SCOPE } from './pipeline.ts'
import { shortResource, wholeResource } from './resource.ts'
import type { Settings } from './settings.ts'
import { writeStdout } from './stdout.ts'

export interface PipelineFacts {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly settings: Settings
  /** Of the first invocation: the account stands only in the ARN it was called by. */
  readonly context: LambdaContext
  readonly functionName: string
  readonly functionVersion: string | undefined
  readonly containerId: string
  readonly processId: string
}

export function openPipeline(facts: PipelineFacts): Pipeline {
  const arn = readFunctionArn(facts.context.invokedFunctionArn, facts.functionVersion)
  const whole = wholeResource({ ...facts, arn })
  const { flush, tracesUrl } = facts.settings
  if (flush === 'otlp' && tracesUrl) {
    return createPipeline(createOtlpExporter({ url: tracesUrl, resource: whole, scope: SCOPE }))
  }
  const short = shortResource(facts.containerId, facts.processId)
  return createPipeline(createLogExporter({ whole, short, scope: SCOPE, write: writeStdout }))
}
