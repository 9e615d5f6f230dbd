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
  return Math.ceil(kilobytesOf(read(`/proc/${pid}/status`) ?? '', 'VmHWM') / 1024)
}

/**
 * The memory they have resident together, in megabytes; 0 where that is not told. What they map from files, the runtime's
 * own program above all, is in memory once however many of them map it, so only the one that has most of it counts.
 */
export function residentMb(pids: readonly number[]): number {
  const each = pids.map((pid) => read(`/proc/${pid}/status`) ?? '')
  const own = each.reduce(
    (sum, status) => sum + kilobytesOf(status, 'RssAnon') + kilobytesOf(status, 'RssShmem'),
    0,
  )
  const mapped = Math.max(0, ...each.map((status) => kilobytesOf(status, 'RssFile')))
  return (own + mapped) / 1024
}

/** Of this run of the machine; empty where that is not told. */
export function bootId(): string {
  return read('/proc/sys/kernel/random/boot_id')?.trim() ?? ''
}

function kilobytesOf(status: string, field: 'VmHWM' | 'RssAnon' | 'RssFile' | 'RssShmem'): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0)
}

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
