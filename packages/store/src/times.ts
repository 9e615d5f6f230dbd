import { ThermoclineError, type Intake, type UnixUs } from '@thermocline/wire'

/**
 * Throws `internal`, naming the row, where a time is no whole number of microseconds: decoders give no such time, and
 * an engine would keep it as null or refuse it without saying whose it is.
 */
export function checkTimes({ spans, invocations, containers, findings }: Intake): void {
  for (const { traceId, spanId, start, end, events } of spans) {
    if (!isTime(start)) fail(`span ${traceId} ${spanId}`, 'start', start)
    if (!isTime(end)) fail(`span ${traceId} ${spanId}`, 'end', end)
    for (const { name, time } of events)
      if (!isTime(time)) fail(`event ${name} of span ${traceId} ${spanId}`, 'time', time)
  }
  for (const { requestId, container, start, end, initStart } of invocations) {
    if (!isTime(start)) fail(`invocation ${requestId} in ${container}`, 'start', start)
    if (!isTimeOrAbsent(end)) fail(`invocation ${requestId} in ${container}`, 'end', end)
    if (!isTimeOrAbsent(initStart)) fail(`invocation ${requestId} in ${container}`, 'initStart', initStart)
  }
  for (const { container, initStart } of containers)
    if (!isTimeOrAbsent(initStart)) fail(`container ${container}`, 'initStart', initStart)
  for (const { key, container, seenAt } of findings)
    if (!isTime(seenAt)) fail(`finding ${key} in ${container}`, 'seenAt', seenAt)
}

function isTime(time: UnixUs): boolean {
  return Number.isInteger(time)
}

function isTimeOrAbsent(time: UnixUs | undefined): boolean {
  return time === undefined || isTime(time)
}

function fail(row: string, field: string, got: number | undefined): never {
  throw new ThermoclineError('internal', `${row}: ${field} must be whole microseconds, got ${got}`)
}
