import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ThermoclineError } from '@thermocline/wire'
import type { UnixMs } from '@thermocline/wire'
import { openExtensionsApi } from '../api/extensions-api.ts'
import { openRuntimeApi } from '../api/runtime-api.ts'
import { openContainerServer } from '../api/server.ts'
import type { ApiCall, ContainerApis } from '../api/server.ts'
import { openTelemetry } from '../api/telemetry.ts'
import type { StreamEvent } from '../export/log-stream.ts'
import type { EventRecords, EventType, InitType, PlatformEvent } from '../platform/event.ts'
import type { Revision } from '../schedule/decision.ts'
import type { LabFunction } from '../settings/function.ts'
import { logStreamName } from '../platform/log-stream-name.ts'
import { keepLog } from './log.ts'
import type { LogLine } from './log.ts'
import { removeFolder } from './removal.ts'

/** Tells of something that happened, now unless said otherwise. */
type Emit = <T extends EventType>(type: T, record: EventRecords[T], time?: UnixMs) => void

/** What of a container outlives its processes: its log stream, its /tmp, its APIs. */
export interface Shell {
  readonly logStream: string
  readonly tmpFolder: string
  readonly apis: ContainerApis
  /** `host:port` of the APIs, once they and the folder are there. */
  address(): Promise<string>
  /** Tells of something: in the log, to telemetry and to whoever listens. */
  readonly emit: Emit
  /** A line that the function or an extension wrote. */
  write(source: 'function' | 'extension', text: string): void
  logs(): readonly LogLine[]
  /** New processes follow: what the ones before have said and asked for counts no more. */
  forget(): void
  close(): Promise<void>
}

export interface ShellOptions {
  readonly fn: LabFunction
  /** 32 hexadecimal digits. */
  readonly id: string
  readonly instanceId: string
  readonly bornAt: UnixMs
  readonly initType: InitType
  readonly revision: Revision
  readonly tenant: string | null
  /** Where its /tmp is made. */
  readonly folder: string
  readonly now: () => UnixMs
  readonly onLog: (logStream: string, event: StreamEvent) => void
  /** Every call of its processes to Lambda's APIs, when it begins. */
  readonly onCall: (logStream: string, call: ApiCall) => void
  /** Everything that happens to it, as the Telemetry API tells it. */
  readonly onEvent: (logStream: string, event: PlatformEvent) => void
}

export function openShell(options: ShellOptions): Shell {
  const { fn, revision, now } = options
  const logStream = logStreamName(revision.version, new Date(options.bornAt), options.id)
  const tmpFolder = join(options.folder, options.id)
  const log = keepLog(fn.logFormat, (event) => options.onLog(logStream, event))
  const apis = openApis(options, emit, note)
  const prepared = Promise.all([
    openContainerServer(apis, (call) => options.onCall(logStream, call)),
    makeFolder(tmpFolder),
  ])

  function emit<T extends EventType>(type: T, record: EventRecords[T], time: UnixMs = now()): void {
    const event = { time, type, record } as PlatformEvent
    note(event)
    apis.telemetry.publish(event)
  }

  function note(event: PlatformEvent): void {
    log.add(event)
    options.onEvent(logStream, event)
  }

  return {
    logStream,
    tmpFolder,
    apis,
    emit,
    address: async () => (await prepared)[0].address,
    write: (source, text) => emit(source, fn.logFormat.format === 'JSON' ? readRecord(text) : text),
    logs: () => log.lines(),
    forget() {
      apis.runtime.forget()
      apis.extensions.forget()
      apis.extensions.expect(fn.extensions.map(({ name }) => name))
    },
    async close() {
      apis.telemetry.close()
      await prepared.then(
        ([server]) => server.close(),
        () => {},
      )
      await removeFolder(tmpFolder)
    },
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ThermoclineError('lab_failed', `a container cannot have its folder: ${reason}`)
  }
}

function openApis(
  { fn, initType, revision, now }: ShellOptions,
  emit: Emit,
  onDropped: (event: PlatformEvent) => void,
): ContainerApis {
  const managed = initType === 'lambda-managed-instances'
  return {
    runtime: openRuntimeApi(),
    telemetry: openTelemetry({
      now,
      // Its subscribers have been told.
      onDropped,
      ...(managed ? { schemaVersions: ['2025-01-29'] as const } : {}),
      onSubscribed(name, types, again) {
        const state = again ? 'Already subscribed' : 'Subscribed'
        emit('platform.telemetrySubscription', { name, state, types })
      },
    }),
    extensions: openExtensionsApi({
      functionName: fn.name,
      functionVersion: revision.version,
      handler: fn.handler,
      accountId: fn.account,
      managed,
    }),
  }
}

// What the function writes in JSON is an object to telemetry, as on AWS; anything else stays the line it is.
function readRecord(text: string): string | Record<string, unknown> {
  if (!text.startsWith('{')) return text
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return text
  }
}
