import { ms, ThermoclineError, unixMs } from '@thermocline/wire'
import type { Ms, UnixMs } from '@thermocline/wire'
import type { InitPhase, InitType } from '../platform/event.ts'
import { conclude, failureStatus, tracingOf } from './conclusion.ts'
import type { Course } from './conclusion.ts'
import { processEnvironment } from './environment.ts'
import type { End, FailedInit, Invocation, InvocationResult, StartKind } from './invocation.ts'
import type { LogLine } from './log.ts'
import { runtimeProgram } from './program.ts'
import { openSandbox } from './sandbox.ts'
import type { Sandbox, SandboxOptions } from './sandbox.ts'
import { openShell } from './shell.ts'
import type { ShellOptions } from './shell.ts'
import { shutDown } from './shutdown.ts'
import type { ShutdownReason } from './shutdown.ts'
import { waitForAnswer, waitForEnd, waitForInit } from './waits.ts'

/** `reset`: its process was killed or died, and the next invocation brings another. `ready`: idle, but never frozen. */
export type ContainerState = 'initialising' | 'busy' | 'ready' | 'frozen' | 'reset' | 'ended'

export interface ContainerSnapshot {
  readonly functionName: string
  readonly logStream: string
  readonly version: string
  readonly initType: InitType
  readonly tenant: string | null
  readonly state: ContainerState
  /** `null` while it has no process. */
  readonly pid: number | null
  readonly bornAt: UnixMs
  /** When its last invocation ended; its birth before that. */
  readonly idleSince: UnixMs
  readonly invocations: number
  /** Processes it has had. */
  readonly processes: number
  /** Of its newest init that succeeded, measured from outside. `null` before the first. */
  readonly initMs: Ms | null
  readonly tmpFolder: string
}

/** One execution environment: a log stream, a /tmp folder, Lambda's APIs, and one sandbox of processes after another. */
export interface Container {
  readonly logStream: string
  snapshot(): ContainerSnapshot
  logs(): readonly LogLine[]
  /** Its first init, within its own limit; `null` when it succeeded. Rejects with `lab_failed` when nothing can start. */
  initialise(): Promise<FailedInit | null>
  /** Resolves when the invocation is over: its process then waits for the next, or is gone (`reset`). */
  invoke(job: Invocation, startKind: StartKind): Promise<InvocationEnd>
  /** Resolves when its processes stand still. */
  freeze(): Promise<void>
  thaw(): void
  /** Shuts its processes down as Lambda does and removes its folder; what is under way is rejected with `lab_failed`. */
  end(): Promise<void>
  /** The same at once: the lab itself stops. */
  kill(): Promise<void>
}

/** What comes of an invocation beside its result. */
interface InvocationEnd {
  readonly result: InvocationResult
  /** Its process is gone. */
  readonly reset: boolean
  /** Of the init that ran inside it; `null` where none did, or failed. */
  readonly initInside: Ms | null
}

/** What a container is made with. */
export interface ContainerOptions extends ShellOptions {
  readonly reaper: SandboxOptions['reaper']
  /** Its process died while it stood still. */
  readonly onDied: () => void
}

interface Init {
  readonly duration: Ms
  readonly apart: boolean
}

export function openContainer(options: ContainerOptions): Container {
  const { fn, initType, revision, now, tenant, bornAt } = options
  const managed = initType === 'lambda-managed-instances'
  const shell = openShell(options)
  const { apis, emit, logStream } = shell

  let state: ContainerState = 'initialising'
  let sandbox: Sandbox | null = null
  /** Of the process at hand, until an invocation has told of it. */
  let untold: Init | null = null
  let initMs: Ms | null = null
  let idleSince = bornAt
  let [invocations, processes, running, peakMemoryMb] = [0, 0, 0, 0]
  let ended: Promise<void> | null = null
  /** The processes before are on their way out. */
  let clearing: Promise<void> = Promise.resolve()
  let reinit: Promise<FailedInit | null> | null = null
  /** When the newest init that failed did, before its processes were ended. */
  let failedInit = moment()

  async function initialise(): Promise<FailedInit | null> {
    const limit = initType === 'on-demand' ? fn.initTimeout : fn.standingInitTimeout
    const failed = await initWithin('init', limit)
    if (failed === null && managed) state = 'ready'
    return failed
  }

  /** One init; `null` when it succeeded, and else what broke it, with its processes gone. */
  async function initWithin(phase: InitPhase, limit: Ms): Promise<FailedInit | null> {
    const runtimeApi = await shell.address()
    await clearing
    refuseWhenEnded()
    const described = { initializationType: initType, phase }
    emit('platform.initStart', {
      ...described,
      ...runtimeProgram(fn).told,
      functionName: fn.name,
      functionVersion: revision.version,
      instanceId: options.instanceId,
      instanceMaxMemory: fn.memoryMb,
    })
    const fresh = begin(runtimeApi)
    const end = await waitForInit(apis, fresh, limit)
    const failed = end.kind === 'failed' ? end.by : null
    const readyAt = end.kind === 'ready' ? end.readyAt : performance.now()
    const duration = ms(readyAt - fresh.startedAt)
    // The runtime reports a failed init first and dies of it then, with a stack on stderr worth having.
    if (failed?.kind === 'init_failed') await lastWords(fresh)
    const status = failed === null ? ({ status: 'success' } as const) : failureStatus(failed)
    emit('platform.initRuntimeDone', { ...described, ...status })
    for (const standing of apis.extensions.standings()) emit('platform.extension', standing)
    emit('platform.initReport', { ...described, ...status, metrics: { durationMs: duration } })
    if (failed === null) {
      apis.telemetry.endInit()
      peakMemoryMb = fresh.peakMemoryMb()
      initMs = duration
      untold = phase === 'init' ? { duration, apart: true } : null
      return null
    }
    failedInit = moment()
    await tearDown(fresh, failed.kind === 'timeout' ? 'timeout' : 'failure')
    refuseWhenEnded()
    return failed
  }

  function begin(runtimeApi: string): Sandbox {
    shell.forget()
    const { program, args } = runtimeProgram(fn)
    const { tmpFolder } = shell
    const env = processEnvironment(fn, { logStream, tmpFolder, initType, revision, runtimeApi })
    const fresh = openSandbox({
      runtime: { program, args, env, folder: fn.folder },
      extensions: fn.extensions.map(({ path }) => path),
      memoryMb: fn.memoryMb,
      reaper: options.reaper,
      onLine: (source, text) => shell.write(source, text),
    })
    sandbox = fresh
    processes += 1
    peakMemoryMb = 0
    // While it runs, or begins to, others listen too.
    fresh.broken.listen(() => {
      if (sandbox === fresh && running === 0 && state !== 'initialising') bury(fresh)
    })
    return fresh
  }

  /** Its process died although nothing was asked of it: killed by someone else, or by what the function left behind. */
  function bury(dead: Sandbox): void {
    void tearDown(dead, 'failure')
    state = 'reset'
    options.onDied()
  }

  async function invoke(job: Invocation, startKind: StartKind): Promise<InvocationEnd> {
    state = sandbox === null ? 'initialising' : 'busy'
    invocations += 1
    running += 1
    const beganAt = performance.now()
    try {
      // Of several at once, as under Managed Instances, the first brings the new process for all.
      if (sandbox === null)
        reinit ??= initWithin('invoke', managed ? fn.standingInitTimeout : fn.timeout).finally(
          () => (reinit = null),
        )
      const waited = reinit !== null
      const failed = await reinit
      refuseWhenEnded()
      // There the init is nobody's time to run.
      const from = managed ? performance.now() : beganAt
      return await run(job, { startKind, beganAt: from }, { waited, failed })
    } finally {
      running -= 1
      idleSince = now()
    }
  }

  async function run(
    job: Invocation,
    course: Pick<Course, 'startKind' | 'beganAt'>,
    { waited, failed }: { readonly waited: boolean; readonly failed: FailedInit | null },
  ): Promise<InvocationEnd> {
    const current = sandbox
    const left = ms(fn.timeout - (performance.now() - course.beganAt))
    emit('platform.start', {
      requestId: job.requestId,
      version: revision.version,
      functionArn: fn.arn,
      ...(tenant === null ? {} : { tenantId: tenant }),
      tracing: tracingOf(job.traceHeader),
    })
    const end: End =
      failed !== null || current === null
        ? { kind: 'broken', by: failed ?? { kind: 'timeout' }, answer: null }
        : await deliver(current, job, left)
    // What Lambda does to end a sandbox is nobody's invocation.
    const { at: endedAt, time: endedTime } = failed === null ? moment() : failedInit
    const pid = current?.pid() ?? 0
    // Of one that is gone /proc tells nothing: what was known before stands.
    peakMemoryMb = Math.max(peakMemoryMb, current?.peakMemoryMb() ?? 0)
    if (isOver(end) && current !== null) await halt(current)
    await current?.outputRead()
    refuseWhenEnded()
    const init =
      waited && failed === null && initMs !== null ? { duration: initMs, apart: false } : takeUntold()
    const known = { fn, job, version: revision.version, container: logStream, initType }
    const { result, events } = conclude({
      ...known,
      ...course,
      endedAt,
      endedTime,
      end,
      pid,
      init,
      peakMemoryMb,
    })
    for (const { type, record, time } of events) emit(type, record, time)
    if (isOver(end) && current !== null)
      await tearDown(current, end.by.kind === 'timeout' ? 'timeout' : 'failure')
    // It answered well, and is gone all the same.
    else if (current !== null && current.broken.value() !== undefined) await tearDown(current, 'failure')
    refuseWhenEnded()
    const reset = sandbox === null
    state = reset ? 'reset' : managed && running === 1 ? 'ready' : 'busy'
    return { result, reset, initInside: failed === null && init?.apart === false ? init.duration : null }
  }

  function takeUntold(): Init | undefined {
    const init = untold ?? undefined
    untold = null
    return init
  }

  function moment(): { readonly at: number; readonly time: UnixMs } {
    return { at: performance.now(), time: now() }
  }

  // Under Managed Instances a timeout is the caller's affair: the code runs on.
  function isOver(end: End): end is Extract<End, { kind: 'broken' }> {
    return end.kind === 'broken' && !(managed && end.by.kind === 'timeout')
  }

  async function deliver(current: Sandbox, job: Invocation, left: Ms): Promise<End> {
    state = 'busy'
    const deadlineMs = Math.round(Date.now() + left)
    const answered = apis.runtime.deliver({
      requestId: job.requestId,
      body: job.body,
      arn: fn.arn,
      deadlineMs,
      traceHeader: job.traceHeader,
      tenant: tenant ?? undefined,
      clientContext: job.clientContext,
    })
    const { onAnswer } = job
    if (onAnswer !== undefined) void answered.then(onAnswer)
    if (managed) return waitForAnswer(current, answered, left)
    apis.extensions.send('INVOKE', {
      deadlineMs,
      requestId: job.requestId,
      invokedFunctionArn: fn.arn,
      tracing: tracingOf(job.traceHeader),
    })
    return waitForEnd(apis, current, answered, left)
  }

  /** The function itself runs no further, whatever its extensions still have to do. */
  async function halt(current: Sandbox): Promise<void> {
    if (fn.extensions.length === 0) await current.kill()
    else await current.terminateRuntime(0)
  }

  function tearDown(current: Sandbox, reason: ShutdownReason): Promise<void> {
    if (sandbox !== current) return clearing
    sandbox = null
    untold = null
    clearing = shutDown(current, apis, reason, now).then(() => apis.telemetry.forget())
    return clearing
  }

  async function freeze(): Promise<void> {
    if (sandbox === null || state === 'ended' || managed) return
    if (sandbox.broken.value() !== undefined) return bury(sandbox)
    apis.telemetry.freeze()
    state = 'frozen'
    await sandbox.freeze()
  }

  function thaw(): void {
    sandbox?.thaw()
    apis.telemetry.thaw()
  }

  function refuseWhenEnded(): void {
    if (ended !== null) throw new ThermoclineError('lab_failed', `the lab was stopped while ${fn.name} ran`)
  }

  async function close(atOnce: boolean): Promise<void> {
    state = 'ended'
    const current = sandbox
    sandbox = null
    await clearing
    if (current !== null) {
      await (atOnce ? current.kill() : shutDown(current, apis, 'spindown', now))
    }
    await shell.close()
  }

  return {
    logStream,
    logs: () => shell.logs(),
    initialise,
    invoke,
    freeze,
    thaw,
    end: () => (ended ??= close(false)),
    async kill() {
      await sandbox?.kill()
      await (ended ??= close(true))
    },
    snapshot: () => ({
      functionName: fn.name,
      logStream,
      version: revision.version,
      initType,
      tenant,
      state,
      pid: state === 'reset' ? null : (sandbox?.pid() ?? null),
      bornAt,
      idleSince: unixMs(idleSince),
      invocations,
      processes,
      initMs,
      tmpFolder: shell.tmpFolder,
    }),
  }
}

const LAST_WORDS_MS = 1000

/** Until its process is gone, or has had its time. */
function lastWords({ broken }: Sandbox): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LAST_WORDS_MS)
    broken.listen(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}
