import { ThermoclineError, type Intake } from '@thermocline/wire'

/** Throws `internal` where a reader gave a time that is not whole microseconds: the store keeps nothing else. */
export function checkTimes({ spans, invocations, containers, findings }: Intake): void {
  for (const { spanId, start, end, events } of spans)
    check(`span ${spanId}`, [start, end, ...events.map(({ time }) => time)])
  for (const { requestId, start, end = start, initStart = start } of invocations)
    check(`invocation ${requestId}`, [start, end, initStart])
  for (const { container, initStart = 0 } of containers) check(`container ${container}`, [initStart])
  for (const { key, seenAt } of findings) check(`finding ${key}`, [seenAt])
}

function check(thing: string, times: readonly number[]): void {
  const broken = times.find((time) => !Number.isSafeInteger(time))
  if (broken === undefined) return
  throw new ThermoclineError('internal', `times of ${thing} must be whole microseconds, got ${broken}`)
}
