import { key } from '@thermocline/wire'
import type { SimulatedFunction } from './function.ts'
import { bool, int, text, texts } from './otlp.ts'
import type { Resource } from './otlp.ts'

/** Of packages/lambda, which has no door for it; a test compares the two. */
export const SDK_VERSION = '0.1.0'

const BYTES_PER_MB = 1_048_576

/** The resource of the SDK's spans: what stays the same while a process lives. */
export function sdkResource(
  fn: SimulatedFunction,
  process: { readonly id: string; readonly version: string; readonly container: string },
): Resource {
  const { container } = process
  return {
    attributes: [
      int(key.SCHEMA, key.SCHEMA_VERSION),
      bool(key.LAB, true),
      text(key.CLOUD_PROVIDER, 'aws'),
      text(key.CLOUD_PLATFORM, 'aws_lambda'),
      text(key.CLOUD_REGION, fn.region),
      text(key.CLOUD_ACCOUNT_ID, fn.account),
      text(key.FAAS_NAME, fn.name),
      text(key.FAAS_VERSION, process.version),
      text(key.FAAS_INSTANCE, container),
      int(key.FAAS_MAX_MEMORY, fn.memoryMb * BYTES_PER_MB),
      texts(key.LOG_GROUP_NAMES, [fn.logGroup]),
      texts(key.LOG_STREAM_NAMES, [container]),
      text(key.SERVICE_NAME, fn.name),
      text(key.SERVICE_INSTANCE_ID, container),
      text(key.PROCESS_ID, process.id),
      text(key.TELEMETRY_SDK_NAME, 'thermocline'),
      text(key.TELEMETRY_SDK_LANGUAGE, 'nodejs'),
      text(key.TELEMETRY_SDK_VERSION, SDK_VERSION),
      text(key.PROCESS_RUNTIME_NAME, 'nodejs'),
      text(key.PROCESS_RUNTIME_VERSION, fn.runtime.nodeVersion),
    ],
  }
}
