import { key } from '@thermocline/wire'
import { isLogStream } from './container.ts'
import type { FunctionArn } from './function-arn.ts'
import type { Attributes } from '../spans/otel.ts'
import type { Settings } from '../settings/settings.ts'
import { SDK_NAME, SDK_VERSION } from '../version.ts'

export interface ResourceFacts {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly settings: Settings
  readonly arn: FunctionArn | undefined
  readonly functionName: string
  readonly functionVersion: string | undefined
  readonly containerId: string
  readonly processId: string
}

const BYTES_PER_MB = 1_048_576

/** The whole resource: what stays the same for as long as the process lives. */
export function wholeResource(facts: ResourceFacts): Attributes {
  const { env, settings, arn } = facts
  const logStream = env['AWS_LAMBDA_LOG_STREAM_NAME']
  const logGroup = env['AWS_LAMBDA_LOG_GROUP_NAME']
  const memoryMb = Number(env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'])
  return present({
    ...settings.resourceAttributes,
    [key.SCHEMA]: key.SCHEMA_VERSION,
    [key.LAB]: settings.lab || undefined,
    [key.CLOUD_PROVIDER]: 'aws',
    [key.CLOUD_PLATFORM]: 'aws_lambda',
    [key.CLOUD_REGION]: arn?.region ?? env['AWS_REGION'],
    [key.CLOUD_ACCOUNT_ID]: arn?.account,
    [key.FAAS_NAME]: facts.functionName,
    [key.FAAS_VERSION]: facts.functionVersion,
    [key.FAAS_INSTANCE]: isLogStream(logStream) ? logStream : undefined,
    [key.FAAS_MAX_MEMORY]: memoryMb > 0 ? memoryMb * BYTES_PER_MB : undefined,
    [key.LOG_GROUP_NAMES]: logGroup ? [logGroup] : undefined,
    [key.LOG_STREAM_NAMES]: isLogStream(logStream) ? [logStream] : undefined,
    [key.SERVICE_NAME]: settings.serviceName ?? facts.functionName,
    ...shortResource(facts.containerId, facts.processId),
    [key.TELEMETRY_SDK_NAME]: SDK_NAME,
    [key.TELEMETRY_SDK_LANGUAGE]: 'nodejs',
    [key.TELEMETRY_SDK_VERSION]: SDK_VERSION,
    [key.PROCESS_RUNTIME_NAME]: 'nodejs',
    [key.PROCESS_RUNTIME_VERSION]: process.versions.node,
  })
}

/** The two names by which a reader finds the whole resource again. */
export function shortResource(containerId: string, processId: string): Attributes {
  return { [key.SERVICE_INSTANCE_ID]: containerId, [key.PROCESS_ID]: processId }
}

/** The attributes that have a value. */
function present(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined))
}
