import type { FlushMode } from '@thermocline/wire'
import type { LambdaContext } from '../call/handler.ts'
import type { Extension } from '../extension/extension.ts'
import { flushMode } from '../flush/mode.ts'
import type { Guard } from '../guard.ts'
import type { Container } from '../identity/container.ts'
import { openProcess, type Process } from '../identity/process.ts'
import { type TenantOf, tenantReader } from '../identity/tenant.ts'
import type { InitClock } from '../init/init-clock.ts'
import type { ModuleProfile } from '../init/module-profile.ts'
import type { LeakWatch } from '../leaks/watch.ts'
import type { Settings } from '../settings/settings.ts'
import type { AppSpans } from '../spans/app-spans.ts'
import type { AppTracing } from '../spans/app-tracing.ts'
import { openPipeline } from '../spans/open-pipeline.ts'
import type { Attributes } from '../spans/otel.ts'
import type { Pipeline } from '../spans/pipeline.ts'
import { spansOf, type StartSpan } from '../spans/spans.ts'

/** What is made once, when the process meets its first invocation, by the settings of the handler that meets it. */
export interface Running {
  readonly settings: Settings
  readonly mode: FlushMode
  readonly functionName: string
  readonly functionVersion: string | undefined
  readonly host: Process
  readonly tenantOf: TenantOf
  readonly taskRoot: string
  readonly modules: ModuleProfile
  readonly pipeline: Pipeline
  readonly app: AppTracing
  readonly startSpan: StartSpan
  readonly appSpans: AppSpans
  readonly extension: Extension
  readonly leaks: LeakWatch
}

export interface RunningFacts {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly settings: Settings
  readonly guard: Guard
  readonly container: Container
  readonly clock: InitClock
  readonly fingerprints: Attributes
  readonly modules: ModuleProfile
  readonly app: AppTracing
  readonly appSpans: AppSpans
  readonly extension: Extension
  readonly context: LambdaContext
  readonly requestId: string
  /** Makes the detectors, given where their findings go. */
  readonly watchLeaks: (startSpan: StartSpan, host: Process, taskRoot: string) => LeakWatch
}

export function startRunning(facts: RunningFacts): Running {
  const { env, settings, context, app, extension } = facts
  const functionName = env['AWS_LAMBDA_FUNCTION_NAME'] || named(context.functionName) || 'unknown'
  const functionVersion = env['AWS_LAMBDA_FUNCTION_VERSION'] || named(context.functionVersion)
  const taskRoot = env['LAMBDA_TASK_ROOT'] || process.cwd()
  const host = openProcess(facts)
  const say = (problem: string): void => facts.guard.say(problem)
  const mode = flushMode(
    {
      settings,
      afterResponse: host.managed || extension.holds(facts.requestId),
      appExports: app.tracer() !== undefined,
    },
    say,
  )
  const pipeline = openPipeline({
    env,
    settings,
    mode,
    context,
    functionName,
    functionVersion,
    containerId: host.containerId,
    processId: host.id,
    say,
  })
  const startSpan = spansOf(pipeline, app)
  return {
    settings,
    mode,
    functionName,
    functionVersion,
    host,
    tenantOf: tenantReader(settings.tenant, env['THERMOCLINE_SALT'] || functionName),
    taskRoot,
    modules: facts.modules,
    pipeline,
    app,
    startSpan,
    appSpans: facts.appSpans,
    extension,
    leaks: facts.watchLeaks(startSpan, host, taskRoot),
  }
}

function named(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
