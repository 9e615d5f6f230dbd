import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ThermoclineError } from '@thermocline/wire'

// Which lab uses a folder, and where it can be reached. A lab that was killed leaves its claim behind, so whether it
// is true is asked of the system.
const FILE_NAME = 'lab.json'

/** The addresses of a lab that runs. */
export interface LabAddresses {
  /** Of the dashboard. */
  readonly dashboard: string
  /** Of Lambda's own API; `null` for a lab without processes. */
  readonly lambda: string | null
}

interface Claimed {
  readonly pid: number
  readonly startedAt: string
  /** `null` until it serves. */
  readonly addresses: LabAddresses | null
}

export interface Claim {
  /** Says where the lab can be reached. */
  serve(addresses: LabAddresses): void
  release(): void
}

/** Takes the folder; throws `address_in_use` while another lab has it: it would lose its data under its feet. */
export function claim(folder: string): Claim {
  mkdirSync(folder, { recursive: true })
  const own = { pid: process.pid, startedAt: startOf(process.pid) }
  take(folder, { ...own, addresses: null })
  const file = join(folder, FILE_NAME)
  return {
    serve: (addresses) => put(file, { ...own, addresses }),
    release: () => rmSync(file, { force: true }),
  }
}

/** The lab that uses this folder; throws `not_found` when none does. */
export function requireLab(folder: string): LabAddresses {
  const claimed = readClaim(join(folder, FILE_NAME))
  if (claimed?.addresses && isAlive(claimed)) return claimed.addresses
  throw new ThermoclineError(
    'not_found',
    `no lab runs on ${folder}: start one with thermocline lab, or name its --data`,
  )
}

/** A link is made by one alone, whoever tries at the same time. */
function take(folder: string, claimed: Claimed, triesLeft = 3): void {
  const file = join(folder, FILE_NAME)
  const own = `${file}.${process.pid}`
  put(own, claimed)
  try {
    linkSync(own, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || triesLeft === 0) throw error
    clearStale(folder, file)
    return take(folder, claimed, triesLeft - 1)
  } finally {
    rmSync(own, { force: true })
  }
}

/** Moves away what a lab that is gone has left; should it be another's by then, it is put back. */
function clearStale(folder: string, file: string): void {
  refuseLiving(folder, readClaim(file))
  const aside = `${file}.stale.${process.pid}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  const met = readClaim(aside)
  if (met !== undefined && isAlive(met)) linkSync(aside, file)
  rmSync(aside, { force: true })
  refuseLiving(folder, met)
}

function refuseLiving(folder: string, claimed: Claimed | undefined): void {
  if (claimed === undefined || !isAlive(claimed)) return
  const where = claimed.addresses === null ? `process ${claimed.pid}` : claimed.addresses.dashboard
  const message = `a lab at ${where} is using ${folder}: stop that one, or give another folder with --data`
  throw new ThermoclineError('address_in_use', message)
}

function put(file: string, claimed: Claimed): void {
  const whole = `${file}.new`
  writeFileSync(whole, JSON.stringify(claimed), { mode: 0o600 })
  renameSync(whole, file)
}

function readClaim(file: string): Claimed | undefined {
  try {
    const { pid, startedAt, addresses } = JSON.parse(readFileSync(file, 'utf8')) as Claimed
    const urls = addresses === null ? [] : [addresses.dashboard, addresses.lambda ?? addresses.dashboard]
    const isWhole = Number.isInteger(pid) && typeof startedAt === 'string' && urls.every(isLoopback)
    return isWhole ? { pid, startedAt, addresses } : undefined
  } catch {
    return undefined
  }
}

function isLoopback(url: string): boolean {
  return /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]):\d+$/.test(url)
}

function isAlive({ pid, startedAt }: Claimed): boolean {
  try {
    process.kill(pid, 0)
    // An id is used again: with the moment of its start it names one process.
    return startOf(pid) === startedAt
  } catch {
    return false
  }
}

/** Clock ticks since the machine's start; empty where the system does not tell. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
