/** What a Lambda log stream's name tells. */
export interface LogStreamName {
  /** Only in a custom log group, where streams of several functions mix. */
  readonly functionName?: string
  readonly version: string
}

// 2026/08/08/[$LATEST]72ff..., and 2024/03/05/orders[7]6e67... in a custom log group.
const SHAPE = /^\d{4}\/[01]\d\/[0-3]\d\/([\w.-]{1,75})?\[(\$LATEST|[\w-]{1,129})\][0-9a-f]{32}$/

/** `undefined` unless the name has the documented shape; local emulators say `$LATEST`, the same for all containers. */
export function parseLogStreamName(name: string): LogStreamName | undefined {
  const match = SHAPE.exec(name)
  if (match === null) return undefined
  const [, functionName, version = ''] = match
  return functionName === undefined ? { version } : { functionName, version }
}
