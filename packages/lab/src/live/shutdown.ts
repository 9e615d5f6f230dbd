import { ms } from '@thermocline/wire'
import type { UnixMs } from '@thermocline/wire'
import type { ContainerApis } from '../api/server.ts'
import type { Sandbox } from './sandbox.ts'

/** As Lambda spells them on the wire. */
export type ShutdownReason = 'spindown' | 'timeout' | 'failure'

// What Lambda grants, by its documentation: nothing to a function without extensions, and SIGTERM to none of these.
const INTERNAL_MS = 500
const EXTERNAL_MS = 2000
// With external extensions the runtime has three tenths of it, they have the rest.
const RUNTIME_SHARE = 0.3

/**
 * Ends the processes of a container in Lambda's order: SIGTERM to the runtime, SHUTDOWN to the external extensions that
 * want it, SIGKILL to whoever is left. Resolves when all are gone.
 */
export async function shutDown(
  sandbox: Sandbox,
  apis: ContainerApis,
  reason: ShutdownReason,
  now: () => UnixMs,
): Promise<void> {
  const registered = apis.extensions.registered()
  const external = registered.some(({ kind }) => kind === 'external')
  if (registered.length === 0) return sandbox.kill()

  sandbox.thaw()
  apis.telemetry.thaw()
  const [granted, began] = [external ? EXTERNAL_MS : INTERNAL_MS, now()]
  await sandbox.terminateRuntime(external ? granted * RUNTIME_SHARE : granted)
  if (external) {
    const left = (): number => Math.max(0, began + granted - now())
    await apis.telemetry.flush(ms(left() / 2))
    apis.extensions.send('SHUTDOWN', { shutdownReason: reason, deadlineMs: Math.round(Date.now() + left()) })
    const wanted = registered.some(({ events }) => events.includes('SHUTDOWN'))
    await sandbox.extensionsExited(wanted ? left() : 0)
  }
  await sandbox.kill()
}
