import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { Refusal } from './error.ts'

// Whoever may call the lab may have it run any code as the user it belongs to. On a machine of several users a loopback
// port is open to all of them.

/** Throws `AccessDeniedException` for a connection of another user. Where the system does not tell, nobody is refused. */
export function checkPeer(socket: Socket): void {
  const [own, peer] = [process.getuid?.(), userOf(socket)]
  if (own === undefined || peer === undefined || peer === own || peer === 0) return
  throw new Refusal(
    'AccessDeniedException',
    `the lab takes calls of its own user (${own}) alone, got one of ${peer}`,
  )
}

/** The user whose socket is at the other end; Linux lists them. */
function userOf({ remotePort, localPort }: Socket): number | undefined {
  const [theirs, ours] = [hexPort(remotePort), hexPort(localPort)]
  for (const line of connections()) {
    const [, local = '', remote = '', , , , , uid] = line.trim().split(/\s+/)
    if (local.endsWith(theirs) && remote.endsWith(ours)) return Number(uid)
  }
  return undefined
}

function hexPort(port: number | undefined): string {
  return `:${(port ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

function connections(): string[] {
  try {
    return readFileSync('/proc/net/tcp', 'latin1').split('\n').slice(1)
  } catch {
    return []
  }
}
