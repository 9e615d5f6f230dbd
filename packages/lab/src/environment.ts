import type { LabFunction } from './settings.ts'

// What a container's processes find in their environment: Lambda's variables and the function's own. Nothing of the
// lab's environment but PATH comes in, so that a function behaves alike on every machine.

/** Names a function may not set itself. */
export const RESERVED: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'LAMBDA_TASK_ROOT',
  'THERMOCLINE_LAB',
  'TMPDIR',
])

/** The whole environment of a process in this container. */
export function processEnvironment(
  fn: LabFunction,
  container: { readonly logStream: string; readonly tmpFolder: string; readonly runtimeApi: string },
  path: string,
): Record<string, string> {
  return {
    PATH: path,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    // The lab is for looking closely: every invocation is sampled for leaked state.
    THERMOCLINE_LEAKS: 'every',
    ...fn.env,
    THERMOCLINE_LAB: '1',
    _HANDLER: fn.handler,
    LAMBDA_TASK_ROOT: fn.folder,
    TMPDIR: container.tmpFolder,
    AWS_LAMBDA_RUNTIME_API: container.runtimeApi,
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: fn.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${fn.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: container.logStream,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_REGION: fn.region,
    AWS_DEFAULT_REGION: fn.region,
  }
}

/** `2026/08/08/[$LATEST]72ff…`: the UTC day the container was born, the version, 32 hexadecimal digits. */
export function logStreamName(version: string, born: Date, id: string): string {
  return `${born.toISOString().slice(0, 10).replaceAll('-', '/')}/[${version}]${id}`
}
