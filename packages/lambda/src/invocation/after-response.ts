import type { Outcome } from '../call/handler.ts'
import { shielded } from '../call/shield.ts'
import { setImmediate } from '../node-globals.ts'
import type { Running } from './running.ts'

type Work = () => Promise<void> | undefined

/**
 * Does the work after the response where the container is not frozen then, and else at once; gives what the response
 * has to wait for. The caller of a process that is about to end waits in any case.
 */
export function afterResponse(
  running: Running,
  requestId: string,
  outcome: Outcome,
  work: Work,
): Promise<void> | undefined {
  const { host, extension, mode } = running
  const ending = outcome.kind === 'timeout' || outcome.kind === 'died'
  const held = extension.holds(requestId)
  if (!ending && host.managed) {
    // Never frozen.
    setImmediate(shielded(work))
    return undefined
  }
  if (!ending && held && mode === 'extension') {
    extension.after(requestId, work)
    return undefined
  }
  if (held) extension.after(requestId, () => undefined)
  return work()
}
