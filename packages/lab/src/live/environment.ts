import type { InitType } from '../platform/event.ts'
import type { Revision } from '../schedule/decision.ts'
import type { LabFunction } from '../settings/function.ts'
import { LOG_DESCRIPTOR } from './process.ts'

// What a container's processes find in their environment: Lambda's variables and the function's own. Nothing of the
// lab's environment but PATH comes in, so that a function behaves alike on every machine.

interface Surroundings {
  readonly logStream: string
  readonly tmpFolder: string
  readonly runtimeApi: string
  readonly initType: InitType
  readonly revision: Revision
}

/** The whole environment of a process in this container. */
export function processEnvironment(fn: LabFunction, container: Surroundings): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    // The lab is for looking closely: every invocation is sampled for leaked state.
    THERMOCLINE_LEAKS: 'every',
    ...modulePath(fn),
    ...managedDefaults(fn),
    ...fn.env,
    ...logging(fn),
    ...managedInstances(fn),
    THERMOCLINE_LAB: '1',
    _HANDLER: fn.handler,
    LAMBDA_TASK_ROOT: fn.folder,
    TMPDIR: container.tmpFolder,
    // Under Managed Instances the runtime writes to standard output.
    ...(fn.policy.managed === null ? { _LAMBDA_TELEMETRY_LOG_FD: String(LOG_DESCRIPTOR) } : {}),
    AWS_LAMBDA_RUNTIME_API: container.runtimeApi,
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: container.revision.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: container.initType,
    AWS_LAMBDA_LOG_GROUP_NAME: fn.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: container.logStream,
    AWS_EXECUTION_ENV: fn.runtime.executionEnv,
    AWS_REGION: fn.region,
    AWS_DEFAULT_REGION: fn.region,
  }
}

// As on AWS, where layers are unpacked into /opt; the function's own folder is last.
function modulePath({ layers, runtime, folder: taskRoot }: LabFunction): Record<string, string> {
  const [major] = runtime.nodeVersion.split('.')
  const folders = layers.flatMap((layer) => [
    `${layer}/nodejs/node${major}/node_modules`,
    `${layer}/nodejs/node_modules`,
  ])
  return { NODE_PATH: [...folders, taskRoot].join(':') }
}

function logging({ logFormat, applicationLogLevel }: LabFunction): Record<string, string> {
  return logFormat.format === 'Text'
    ? {}
    : { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: applicationLogLevel }
}

// The runtime client takes the machine's own cores for the container's, unless it is told: eight workers a core.
function managedDefaults({ policy, memoryMb }: LabFunction): Record<string, string> {
  if (policy.managed === null) return {}
  return { AWS_LAMBDA_NODEJS_WORKER_COUNT: String(8 * Math.max(1, Math.floor(memoryMb / MB_PER_VCPU))) }
}

const MB_PER_VCPU = 2048

function managedInstances({ policy }: LabFunction): Record<string, string> {
  return policy.managed === null ? {} : { AWS_LAMBDA_MAX_CONCURRENCY: String(policy.managed.concurrency) }
}
