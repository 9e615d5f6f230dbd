import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import { startLab } from '../src/index.ts'
import type { Lab } from '../src/index.ts'
import type { JournalEntry } from '../src/journal/entry.ts'
import { FIXTURES, fixture } from './helper.ts'

/** The journal of a real lab in which everything happens that a container can meet, of functions one for each kind. */
export async function livedThrough(): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = []
  const folder = mkdtempSync(join(tmpdir(), 'thermocline-test-'))
  cpSync(FIXTURES, folder, { recursive: true })
  const lab = await startLab(
    {
      functions: [
        fixture({ name: 'plain', keepAliveMs: 400, timeoutMs: 700, concurrencyLimit: 3 }),
        fixture({ name: 'tenants', tenants: true }),
        fixture({ name: 'provisioned', version: '1', provisioned: 1 }),
        fixture({
          name: 'shared',
          waitingCaller: 'first_free',
          scaleOut: { containers: 2, withinMs: 60_000 },
        }),
        fixture({ name: 'gone', folder }),
      ],
    },
    { onJournal: (entry) => entries.push(entry) },
  )
  try {
    rmSync(folder, { recursive: true })
    await Promise.all([plain(lab), tenants(lab), provisioned(lab), shared(lab), gone(lab)])
  } finally {
    await lab.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return entries
}

async function plain(lab: Lab): Promise<void> {
  const invoke = (event: unknown): Promise<unknown> => lab.invoke('plain', event).catch(() => {})
  // Scale-out up to the limit, and one beyond it.
  await Promise.all([1, 2, 3, 4].map(() => invoke({ do: 'sleep', ms: 100 })))
  await invoke({ do: 'sleep', ms: 60_000 })
  await invoke({ do: 'exit', code: 3 })
  await invoke({ do: 'throw', message: 'too much' })
  const running = invoke({ do: 'sleep', ms: 150 })
  lab.deploy('plain')
  await Promise.all([running, invoke({})])
  lab.configure('plain', { memoryMb: 256 })
  await invoke({})
  await killed(lab)
  await invoke({})
  await vi.waitUntil(() => !statesOf(lab, 'plain').includes('frozen'), PATIENTLY)
  await invoke({})
}

/** Somebody kills the one process that stands still. */
async function killed(lab: Lab): Promise<void> {
  const frozen = lab
    .containers()
    .find(({ functionName, state }) => functionName === 'plain' && state === 'frozen')
  process.kill(frozen!.pid!, 'SIGKILL')
  await vi.waitUntil(() => statesOf(lab, 'plain').includes('reset'), PATIENTLY)
}

function statesOf(lab: Lab, name: string): string[] {
  return lab.containers().flatMap(({ functionName, state }) => (functionName === name ? [state] : []))
}

async function tenants(lab: Lab): Promise<void> {
  await lab.invoke('tenants', {}, { tenant: 'blue' })
  await lab.invoke('tenants', {}, { tenant: 'green' })
  await lab.invoke('tenants', {}, { tenant: 'blue' })
}

async function provisioned(lab: Lab): Promise<void> {
  const ready = (): boolean =>
    lab.containers().some(({ functionName, initMs }) => functionName === 'provisioned' && initMs !== null)
  await vi.waitUntil(ready, PATIENTLY)
  await Promise.all([1, 2].map(() => lab.invoke('provisioned', { do: 'sleep', ms: 50 })))
  lab.provision('provisioned', 2)
  lab.provision('provisioned', 1)
  await lab.invoke('provisioned', {})
}

async function shared(lab: Lab): Promise<void> {
  await lab.invoke('shared', {})
  const both = [1, 2].map(() => lab.invoke('shared', { do: 'sleep', ms: 20 }))
  await lab.invoke('shared', {}).catch(() => {})
  await Promise.all(both)
}

const PATIENTLY = { timeout: 20_000 }

async function gone(lab: Lab): Promise<void> {
  await lab.invoke('gone', {}).catch(() => {})
}
