import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ThermoclineError } from '@thermocline/wire'

// Where the lab that is using a folder can be reached. A lab that was killed leaves it behind, so whether it is true is
// asked.
const FILE_NAME = 'lab.json'
const PATIENCE_MS = 1000

/** The addresses of a lab that runs. */
export interface LabAddresses {
  /** Of the dashboard. */
  readonly dashboard: string
  /** Of Lambda's own API; `null` for a lab without processes. */
  readonly lambda: string | null
}

/** Throws `address_in_use` while another lab writes into this folder: it would lose its data under its feet. */
export async function refuseSecondLab(folder: string): Promise<void> {
  const running = await runningLab(folder)
  if (running === undefined) return
  const message = `a lab at ${running.dashboard} is using ${folder}: stop that one, or give another folder with --data`
  throw new ThermoclineError('address_in_use', message)
}

/** The lab that uses this folder; throws `not_found` when none runs. */
export async function requireLab(folder: string): Promise<LabAddresses> {
  const running = await runningLab(folder)
  if (running !== undefined) return running
  throw new ThermoclineError(
    'not_found',
    `no lab runs on ${folder}: start one with thermocline lab, or name its --data`,
  )
}

/** Says who uses the folder, until the function given back is called. */
export function claim(folder: string, addresses: LabAddresses): () => void {
  const file = join(folder, FILE_NAME)
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, JSON.stringify(addresses))
  return () => rmSync(file, { force: true })
}

async function runningLab(folder: string): Promise<LabAddresses | undefined> {
  const claimed = readClaim(folder)
  return claimed !== undefined && (await answers(claimed.dashboard)) ? claimed : undefined
}

function readClaim(folder: string): LabAddresses | undefined {
  try {
    const { dashboard, lambda } = JSON.parse(readFileSync(join(folder, FILE_NAME), 'utf8')) as LabAddresses
    return [dashboard, ...(lambda === null ? [] : [lambda])].every(isLoopback)
      ? { dashboard, lambda }
      : undefined
  } catch {
    return undefined
  }
}

function isLoopback(url: string): boolean {
  return /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]):\d+$/.test(url)
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/api/about`, { signal: AbortSignal.timeout(PATIENCE_MS) })
    const about = (await response.json()) as { lab?: unknown }
    return about.lab === true
  } catch {
    return false
  }
}
