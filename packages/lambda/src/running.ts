import type { Container } from './container.ts'
import type { LambdaContext } from './handler.ts'
import type { InitClock } from './init-clock.ts'
import type { LeakWatch } from './leaks/watch.ts'
import { openPipeline } from './open-pipeline.ts'
import type { Pipeline } from './pipeline.ts'
import { openProcess, type Process } from './process.ts'
import type { Settings } from './settings.ts'

/** What is made once, when the process meets its first invocation, by the settings of the handler that meets it. */
export interface Running {
  readonly settings: Settings
  readonly functionName: string
  readonly functionVersion: string | undefined
  readonly host: Process
  readonly pipeline: Pipeline
  readonly leaks: LeakWatch
}

export interface RunningFacts {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly settings: Settings
  readonly container: Container
  readonly clock: InitClock
  readonly context: LambdaContext
  /** Makes the detectors, given where their findings go. */
  readonly watchLeaks: (pipeline: Pipeline, host: Process) => LeakWatch
}

export function startRunning(facts: RunningFacts): Running {
  const { env, settings, context } = facts
  const functionName = env['AWS_LAMBDA_FUNCTION_NAME'] || named(context.functionName) || 'unknown'
  const functionVersion = env['AWS_LAMBDA_FUNCTION_VERSION'] || named(context.functionVersion)
  const host = openProcess(facts)
  const pipeline = openPipeline({
    env,
    settings,
    context,
    functionName,
    functionVersion,
    containerId: host.containerId,
    processId: host.id,
  })
  const leaks = facts.watchLeaks(pipeline, host)
  return { settings, functionName, functionVersion, host, pipeline, leaks }
}

function named(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
