/** OpenTelemetry takes a number below the process's age for a reading of the monotonic clock: a pair it takes as it is. */
export function epoch(unixMs: number): [number, number] {
  const seconds = Math.floor(unixMs / 1000)
  return [seconds, Math.round((unixMs - seconds * 1000) * 1e6)]
}
