import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { badSetting, ThermoclineError } from '@thermocline/wire'
import type { JournalEntry } from '../journal/entry.ts'
import type { ApiCall } from '../api/server.ts'
import type { LoggedEvent } from '../export/log-stream.ts'
import type { PlatformEvent } from '../platform/event.ts'
import { POLICY_FIELDS } from '../settings/policy.ts'
import type { PolicyDescription } from '../settings/policy.ts'
import { isTenantId, TENANT_ID } from '../settings/tenant.ts'
import { readFunction } from '../settings/function.ts'
import { readSettings } from '../settings/lab.ts'
import type { FunctionDescription, LabFunction } from '../settings/function.ts'
import type { LabSettings } from '../settings/lab.ts'
import { CLOCK } from './clock.ts'
import type { ContainerSnapshot } from './container.ts'
import { openFunction } from './function.ts'
import type { LiveFunction } from './function.ts'
import type { Invocation, InvocationResult } from './invocation.ts'
import { openLedger, reapOrphans } from './ledger.ts'
import type { LogLine } from './log.ts'
import { openReaper } from './reaper.ts'
import { removeFolder } from './removal.ts'
import { watched } from './watched.ts'

export interface InvokeOptions {
  /** Where the function keeps tenants apart. */
  readonly tenant?: string
  /** JSON, as `context.clientContext`. */
  readonly clientContext?: string
  /** A retry of an asynchronous invocation has the one of the first try. Default: a new one. */
  readonly requestId?: string
  /** Called when all of the answer is there, which is before the invocation is over. */
  readonly onAnswer?: Invocation['onAnswer']
}

/** What may be changed of a function that runs. */
export type FunctionUpdate = Partial<Omit<FunctionDescription, 'name' | keyof PolicyDescription>>

/** A Lambda on this machine. */
export interface Lab {
  /**
   * Resolves when the invocation is over and its process is frozen or gone, whatever came of it. Rejects with
   * `bad_argument` for an unknown function or an event that is no JSON, with `lab_throttled` when the function's policy
   * has no place for it, with `lab_failed` when nothing can start or the lab stops first.
   */
  invoke(functionName: string, event: unknown, options?: InvokeOptions): Promise<InvocationResult>
  /** New code: containers of before end, busy ones after their invocation. Throws `bad_setting`. */
  deploy(functionName: string, update?: Pick<FunctionUpdate, 'folder' | 'handler' | 'version'>): void
  /** New configuration, with the same consequence. Throws `bad_setting`; the policy itself stays as it was. */
  configure(functionName: string, update: FunctionUpdate): void
  /** Keeps so many containers ready. Throws `bad_setting` for `$LATEST`, which AWS refuses. */
  provision(functionName: string, containers: number): void
  functions(): readonly string[]
  /** As it is configured now; throws `bad_argument` for an unknown one. */
  describe(functionName: string): LabFunction
  /** Living containers and the newest of the ended. */
  containers(): ContainerSnapshot[]
  /** The log stream of a container, oldest line first; throws `not_found`. */
  logs(logStream: string): readonly LogLine[]
  /**
   * Ends every process, frozen ones too, and removes their folders; resolves when they are gone. A folder that cannot
   * be removed stays, and is told as a process warning with the code `lab_folder_left`.
   */
  stop(): Promise<void>
}

/** Whoever wants to hear what a lab does. */
export interface LabListeners {
  /** Every line of the truth journal. */
  readonly onJournal?: (entry: JournalEntry) => void
  /** Everything CloudWatch would have. */
  readonly onLog?: (event: LoggedEvent) => void
  /** Every invocation that was run, whoever asked for it. */
  readonly onResult?: (result: InvocationResult) => void
  /** Everything the Telemetry API would tell of a container, whoever subscribed to it. */
  readonly onEvent?: (logStream: string, event: PlatformEvent) => void
  /** Every call of a container's processes to Lambda's APIs, when it begins. */
  readonly onCall?: (logStream: string, call: ApiCall) => void
}

/**
 * Resolves when the lab takes invocations; rejects with `bad_setting` or `lab_failed`. First ends what a lab that was
 * killed has left in the same folder.
 */
export async function startLab(settings: LabSettings, listeners: LabListeners = {}): Promise<Lab> {
  const { functions, tmpFolder, seed } = readSettings(settings)
  if (process.platform === 'win32') {
    throw new ThermoclineError('lab_failed', 'the lab needs a POSIX system: Windows cannot freeze a process')
  }
  await reapOrphans(tmpFolder, FOLDER_PREFIX)
  const folder = await makeFolder(tmpFolder)
  const reaper = watched(openReaper(folder), openLedger(folder))
  const {
    onJournal = nothing,
    onLog = nothing,
    onEvent = nothing,
    onCall = nothing,
    onResult = nothing,
  } = listeners
  const descriptions = new Map(settings.functions.map((description) => [description.name, description]))
  const running = new Map<string, LiveFunction>(
    functions.map((fn) => {
      const record = (entry: Parameters<Parameters<typeof openFunction>[1]['record']>[0]): void =>
        onJournal({ function: fn.name, ...entry })
      return [
        fn.name,
        openFunction(fn, {
          folder,
          reaper,
          clock: CLOCK,
          seed,
          record,
          onEvent,
          onCall,
          onLog: (logGroup, logStream, event) => onLog({ logGroup, logStream, ...event }),
        }),
      ]
    }),
  )
  const containers = () => [...running.values()].flatMap((fn) => fn.containers())
  let stopping: Promise<void> | null = null

  async function close(): Promise<void> {
    const stops = [...running.values()].map((fn) => fn.stop())
    // One function that fails to stop must keep neither the others nor the reaper from ending.
    await Promise.allSettled(stops)
    await reaper.close()
    await removeFolder(folder)
    await Promise.all(stops)
  }

  function revise(functionName: string, kind: 'deploy' | 'config', update: FunctionUpdate): void {
    const fn = functionOf(running, functionName)
    const description = { ...descriptions.get(functionName)!, ...update }
    const next = readFunction(description, settings)
    descriptions.set(functionName, description)
    const version = kind === 'deploy' ? { version: next.version } : {}
    fn.revise(next, { kind, ...version })
  }

  return {
    async invoke(functionName, event, options = {}) {
      if (stopping !== null)
        throw new ThermoclineError('lab_failed', `the lab is stopped, ${functionName} cannot run`)
      const job = newInvocation(functionName, event, options)
      const result = await functionOf(running, functionName).invoke(job)
      onResult(result)
      return result
    },
    deploy: (functionName, update = {}) => revise(functionName, 'deploy', update),
    configure(functionName, update) {
      const field = POLICY_FIELDS.find((name) => name in update)
      if (field !== undefined)
        throw badSetting(
          `${field} of ${functionName}`,
          'left as it is while the lab runs',
          (update as PolicyDescription)[field],
        )
      revise(functionName, 'config', update)
    },
    provision(functionName, count) {
      const fn = functionOf(running, functionName)
      if (fn.current().policy.managed !== null)
        throw badSetting(`provisioned of ${functionName}`, 'left out under Managed Instances', count)
      // Read as the setting it is, for all that may be wrong with it.
      const description = { ...descriptions.get(functionName)!, provisioned: count }
      readFunction(description, settings)
      descriptions.set(functionName, description)
      fn.provision(count)
    },
    functions: () => [...running.keys()],
    describe: (functionName) => functionOf(running, functionName).current(),
    containers: () => containers().map((container) => container.snapshot()),
    logs(logStream) {
      const container = containers().find((candidate) => candidate.logStream === logStream)
      if (container !== undefined) return container.logs()
      throw new ThermoclineError('not_found', `the lab has no container ${logStream}`)
    },
    stop() {
      stopping ??= close()
      return stopping
    },
  }
}

function nothing(): void {}

const FOLDER_PREFIX = 'thermocline-lab-'

/** A folder of a lab's own below this one; throws `bad_setting` where none can be made. */
export async function makeFolder(tmpFolder: string): Promise<string> {
  try {
    return await mkdtemp(join(tmpFolder, FOLDER_PREFIX))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw badSetting('tmpFolder', `a folder that can be written into (${reason})`, tmpFolder)
  }
}

function functionOf(running: ReadonlyMap<string, LiveFunction>, functionName: string): LiveFunction {
  const fn = running.get(functionName)
  if (fn !== undefined) return fn
  const known = [...running.keys()].join(', ')
  throw new ThermoclineError('bad_argument', `functionName must be one of ${known}, got "${functionName}"`)
}

function newInvocation(functionName: string, event: unknown, options: InvokeOptions): Invocation {
  checkOptions(options)
  const seconds = Math.floor(Date.now() / 1000).toString(16)
  return {
    ...options,
    requestId: options.requestId ?? randomUUID(),
    body: toJson(functionName, event),
    traceHeader: `Root=1-${seconds}-${hex(12)};Parent=${hex(8)};Sampled=0`,
  }
}

// They reach the runtime in headers.
function checkOptions({ requestId, tenant, clientContext }: InvokeOptions): void {
  if (requestId !== undefined && !/^[\w-]{1,128}$/.test(requestId))
    throw badArgument('requestId', '1 to 128 letters, digits, - or _', requestId)
  if (tenant !== undefined && !isTenantId(tenant)) throw badArgument('tenant', TENANT_ID, tenant)
  // eslint-disable-next-line no-control-regex -- everything but printable ASCII is what is looked for
  if (clientContext !== undefined && !/^[\x20-\x7e]*$/.test(clientContext))
    throw badArgument('clientContext', 'JSON of ASCII characters alone', clientContext)
}

function badArgument(name: string, wanted: string, got: string): ThermoclineError {
  return new ThermoclineError('bad_argument', `${name} must be ${wanted}, got ${JSON.stringify(got)}`)
}

function toJson(functionName: string, event: unknown): string {
  try {
    return JSON.stringify(event) ?? '{}'
  } catch (error) {
    throw new ThermoclineError('bad_argument', `the event for ${functionName} must be JSON: ${String(error)}`)
  }
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString('hex')
}
