import { readdirSync, readFileSync } from 'node:fs'

// What Linux tells of a process under /proc. Where there is none (macOS), and of what is gone, every answer is empty.

export interface ProcessFacts {
  /** The kernel's letter: T is stopped, Z dead. */
  readonly state: string
  readonly group: number
  /** Clock ticks since boot; with the id it names a process for good, as ids are used again. */
  readonly startedAt: string
}

export function processFacts(pid: number): ProcessFacts | null {
  const stat = read(`/proc/${pid}/stat`)
  if (stat === null) return null
  // The name, in parentheses, may hold anything, a closing parenthesis included. The state follows it, as field 3.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state = '', , group = ''] = fields
  return { state, group: Number(group), startedAt: fields[22 - 3] ?? '' }
}

/** Of all its threads: the children of each are listed apart. */
export function childrenOf(pid: number): number[] {
  const lists = list(`/proc/${pid}/task`).map((thread) => read(`/proc/${pid}/task/${thread}/children`) ?? '')
  return lists.flatMap((line) => line.split(' ').filter(Boolean).map(Number))
}

/** Their children, the children of these, and so on. */
export function descendantsOf(pids: readonly number[]): number[] {
  const children = pids.flatMap(childrenOf)
  return children.length === 0 ? [] : [...children, ...descendantsOf(children)]
}

/** The most memory it ever had resident, in megabytes; 0 where that is not told. */
export function peakMemoryMb(pid: number): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1]
  return Math.ceil(Number(kilobytes ?? 0) / 1024)
}

/** The memory it has resident, in megabytes; 0 where that is not told. */
export function residentMb(pid: number): number {
  const pages = read(`/proc/${pid}/statm`)?.split(' ')[1]
  return (Number(pages ?? 0) * PAGE_BYTES) / 2 ** 20
}

/** Of this run of the machine; empty where that is not told. */
export function bootId(): string {
  return read('/proc/sys/kernel/random/boot_id')?.trim() ?? ''
}

const PAGE_BYTES = 4096

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}
