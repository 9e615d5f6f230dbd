import type { FunctionFacts } from '@thermocline/otlp'
import { functionOfLogGroup, parseLogStreamName } from '@thermocline/otlp'

/** What whoever has the file knows of it. */
export interface FunctionHints {
  readonly functionName?: string | undefined
  readonly logGroup?: string | undefined
}

/**
 * What is known of the function that writes into a stream: the name that was given, else that of the log group, else,
 * in a custom log group, that of the stream. The version is always the stream's.
 */
export function functionOfStream(stream: string, { functionName, logGroup }: FunctionHints): FunctionFacts {
  const parts = parseLogStreamName(stream)
  const name = functionName ?? functionOfLogGroup(logGroup).name ?? parts?.functionName
  return {
    ...(name === undefined ? {} : { name }),
    ...(parts === undefined ? {} : { version: parts.version }),
  }
}
