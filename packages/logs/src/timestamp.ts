/** Whether it is whole milliseconds since 1970. Rows keep microseconds, which are exact up to the year 2255. */
export function isTimestampMs(value: unknown): value is number {
  return (
    Number.isSafeInteger(value) && (value as number) >= 0 && Number.isSafeInteger((value as number) * 1000)
  )
}
