import { openSync, readFileSync, writeSync } from '../node-globals.ts'
import { uuid } from './uuid.ts'

/** The container this process runs in, as far as it can be known from inside. */
export interface Container {
  /** The log stream's name where it has the documented shape, else a UUID kept in a marker file. */
  readonly id: string
  /** When the first process of this container started, in Unix milliseconds. */
  readonly bornMs: number
  /** True when this process is not the first of the container. */
  readonly hadProcess: boolean
  /** Invocations that earlier processes of this container began. */
  readonly invocationsBefore: number
  /** Remembers, for the process after this one, that this many invocations have begun in the container. */
  began(invocations: number): void
}

export interface ContainerPlace {
  readonly logStream: string | undefined
  /** Directory that lives as long as the container: /tmp. */
  readonly directory: string
  readonly processStartMs: number
}

// Docs print the GUID in brackets; real streams do not. A custom log group puts the function's name before "[".
const LOG_STREAM = /^\d{4}\/[01]\d\/[0-3]\d\/([\w.-]{1,75})?\[(?:\$LATEST|[\w-]{1,129})\][0-9a-f]{32}$/

const VERSION = 1
const COUNT_DIGITS = 12

export function isLogStream(name: string | undefined): name is string {
  return name !== undefined && LOG_STREAM.test(name)
}

/**
 * Finds or makes the container's marker file. Where no file can be kept the container is taken as new: it then
 * has no age before this process, and a second process in it cannot be told from a first.
 */
export function openContainer(place: ContainerPlace): Container {
  const known = isLogStream(place.logStream) ? place.logStream : undefined
  // Several containers share one /tmp in the lab, so a known container's file carries its name.
  const path = `${place.directory}/.thermocline-${known?.replaceAll(/[^\w.-]/g, '_') ?? 'container'}`
  const fresh = { id: known ?? uuid(), bornMs: place.processStartMs, invocations: 0 }
  const made = createMarker(path, fresh)
  const marker = made ?? readMarker(path)
  if (!marker)
    return { id: fresh.id, bornMs: fresh.bornMs, hadProcess: false, invocationsBefore: 0, began: () => {} }
  return {
    hadProcess: made === undefined,
    id: known ?? marker.id,
    bornMs: Math.min(marker.bornMs, place.processStartMs),
    invocationsBefore: marker.invocations,
    began: (invocations) => {
      try {
        writeSync(marker.file, count(invocations), 0)
      } catch {
        // A full disk, or a handler that closes descriptors it does not own: the count stays behind, that is all.
      }
    },
  }
}

interface Marker {
  readonly file: number
  readonly id: string
  readonly bornMs: number
  readonly invocations: number
}

// The count stands first and has a fixed width, so that it can be overwritten in place:
// 000000000042 1 <id> <born>
function createMarker(path: string, fresh: Omit<Marker, 'file'>): Marker | undefined {
  try {
    // wx: of two processes that start at once, one makes the file and the other reads it.
    const file = openSync(path, 'wx+')
    writeSync(file, `${count(fresh.invocations)} ${VERSION} ${fresh.id} ${fresh.bornMs}\n`)
    return { ...fresh, file }
  } catch {
    return undefined
  }
}

function readMarker(path: string): Marker | undefined {
  try {
    const text = readFileSync(path, 'utf8')
    const [invocations, version, id, bornMs] = text.trimEnd().split(' ')
    if (version !== `${VERSION}` || !id || !text.endsWith('\n')) return undefined
    if (!Number.isFinite(Number(bornMs)) || !Number.isFinite(Number(invocations))) return undefined
    return { file: openSync(path, 'r+'), id, bornMs: Number(bornMs), invocations: Number(invocations) }
  } catch {
    return undefined
  }
}

function count(invocations: number): string {
  return String(invocations).padStart(COUNT_DIGITS, '0')
}
