import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { ms, ThermoclineError, unixMs } from '@thermocline/wire'
import type { Ms, UnixMs } from '@thermocline/wire'
import { conclude, concludeInit } from './conclusion.ts'
import type { Course } from './conclusion.ts'
import { logStreamName, processEnvironment } from './environment.ts'
import type { FailedInit, Invocation, InvocationResult, StartKind } from './invocation.ts'
import { keepLog } from './log.ts'
import type { Log, LogLine } from './log.ts'
import { initStartLine, startLine } from './platform-lines.ts'
import type { Reaper } from './reaper.ts'
import { removeFolder } from './removal.ts'
import { openRuntimeApi } from './runtime-api.ts'
import type { RuntimeApi } from './runtime-api.ts'
import { startProcess } from './runtime-process.ts'
import type { RuntimeProcess } from './runtime-process.ts'
import type { LabFunction } from './settings.ts'
import { waitForEnd, waitForInit } from './waits.ts'

/** `reset`: its process was killed or died, and the next invocation brings another. */
export type ContainerState = 'initialising' | 'busy' | 'frozen' | 'reset' | 'ended'

export interface ContainerSnapshot {
  readonly functionName: string
  readonly logStream: string
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

/** One sandbox: a log stream, a /tmp folder, a Runtime API, and one process after another. */
export interface Container {
  readonly logStream: string
  snapshot(): ContainerSnapshot
  logs(): readonly LogLine[]
  /** Resolves when the invocation is over and the process stands still or is gone. One at a time. */
  invoke(job: Invocation): Promise<InvocationResult>
  /** Kills its process and removes its folder; an invocation under way is rejected with `lab_failed`. Never rejects. */
  end(): Promise<void>
}

/** What a container needs of the lab. */
export interface Surroundings {
  readonly folder: string
  readonly reaper: Reaper
  readonly now: () => number
}

interface Ready {
  readonly process: RuntimeProcess
  readonly initMs: Ms
}

type Phase = 'init' | 'invoke'

/** A new container of this function; its first process starts with its first invocation. */
export function openContainer(fn: LabFunction, { folder, reaper, now }: Surroundings): Container {
  const id = randomBytes(16).toString('hex')
  const bornAt = unixMs(now())
  const logStream = logStreamName(fn.version, new Date(bornAt), id)
  const tmpFolder = join(folder, id)
  const log = keepLog(now)
  const onLine: Log['add'] = (source, text) => log.add(source, text)
  const prepared = Promise.all([openRuntimeApi(), mkdir(tmpFolder)])

  let state: ContainerState = 'initialising'
  let current: RuntimeProcess | null = null
  let ready: Ready | null = null
  let initMs: Ms | null = null
  let idleSince = bornAt
  let peakMemoryMb = 0
  let [invocations, processes] = [0, 0]
  let ended: Promise<void> | null = null

  async function invoke(job: Invocation): Promise<InvocationResult> {
    const startKind = ready !== null ? 'warm' : invocations === 0 ? 'cold' : 'reinit'
    state = startKind === 'warm' ? 'busy' : 'initialising'
    invocations += 1
    const [api] = await prepared
    const result = await (ready === null ? invokeCold(api, job, startKind) : invokeWarm(api, job, ready))
    idleSince = unixMs(now())
    return result
  }

  function invokeWarm(api: RuntimeApi, job: Invocation, warm: Ready): Promise<InvocationResult> {
    warm.process.thaw()
    return run(api, job, warm.process, { startKind: 'warm', beganAt: performance.now() })
  }

  /**
   * The first init of a container has its own time; one that fails or overruns it runs again inside the invocation,
   * under the function's timeout, and so does every init after a reset.
   */
  async function invokeCold(
    api: RuntimeApi,
    job: Invocation,
    startKind: StartKind,
  ): Promise<InvocationResult> {
    const apart = startKind === 'cold' ? await initialise(api, 'init', fn.initTimeout) : null
    if (apart !== null && 'process' in apart) {
      const init = { duration: apart.initMs, apart: true }
      return run(api, job, apart.process, { startKind, beganAt: performance.now(), init })
    }
    const beganAt = performance.now()
    const inside = await initialise(api, 'invoke', fn.timeout)
    if ('process' in inside) {
      const init = { duration: inside.initMs, apart: false }
      return run(api, job, inside.process, { startKind, beganAt, init })
    }
    log.add('platform', startLine(job.requestId, fn.version))
    const result = finish(job, { startKind, beganAt, ...inside })
    // A container that cannot load its handler serves nobody: the next invocation gets another.
    await end()
    return result
  }

  async function initialise(
    api: RuntimeApi,
    phase: Phase,
    limit: Ms,
  ): Promise<Ready | { readonly end: FailedInit; readonly pid: number }> {
    refuseWhenEnded()
    if (phase === 'init') log.add('platform', initStartLine(process.versions.node, fn.region))
    const fresh = begin(api)
    const initEnd = await waitForInit(api, fresh, limit)
    if (initEnd.kind === 'ready') {
      initMs = ms(initEnd.askedAt - fresh.startedAt)
      ready = { process: fresh, initMs }
      return ready
    }
    // The runtime reports a failed init first and dies of it then, with a stack on stderr worth having.
    if (initEnd.kind === 'init_failed') await Promise.race([fresh.exited, sleep(LAST_WORDS_MS)])
    await fresh.kill()
    refuseWhenEnded()
    log.add('platform', concludeInit(initEnd, phase, ms(performance.now() - fresh.startedAt)))
    return { end: initEnd, pid: fresh.pid }
  }

  function begin(api: RuntimeApi): RuntimeProcess {
    api.forget()
    const runtimeApi = api.address
    const path = process.env['PATH'] ?? '/usr/bin:/bin'
    const env = processEnvironment(fn, { logStream, tmpFolder, runtimeApi }, path)
    const fresh = startProcess({ env, reaper, folder: fn.folder, memoryMb: fn.memoryMb, onLine })
    current = fresh
    processes += 1
    peakMemoryMb = 0
    void fresh.exited.then(() => {
      if (current !== fresh) return
      current = null
      ready = null
      // Killed by someone else while it stood still.
      if (state === 'frozen') state = 'reset'
    })
    return fresh
  }

  /** Delivers the event to a process that asked for one, and waits for the end, whichever it is. */
  async function run(
    api: RuntimeApi,
    job: Invocation,
    runtime: RuntimeProcess,
    course: Pick<Course, 'startKind' | 'beganAt' | 'init'>,
  ): Promise<InvocationResult> {
    refuseWhenEnded()
    state = 'busy'
    const left = ms(fn.timeout - (performance.now() - course.beganAt))
    log.add('platform', startLine(job.requestId, fn.version))
    api.deliver({ ...job, arn: fn.arn, deadlineMs: now() + left })
    const invocationEnd = await waitForEnd(api, runtime, left)
    peakMemoryMb = Math.max(peakMemoryMb, runtime.peakMemoryMb())
    await (invocationEnd.kind === 'complete' ? runtime.freeze() : runtime.kill())
    // What it wrote before it asked for `next` is in the pipe, but perhaps not read yet.
    await nextTurn()
    await nextTurn()
    refuseWhenEnded()
    state = current === runtime ? 'frozen' : 'reset'
    return finish(job, { ...course, end: invocationEnd, pid: runtime.pid })
  }

  function finish(
    job: Invocation,
    course: Pick<Course, 'startKind' | 'beganAt' | 'init' | 'end' | 'pid'>,
  ): InvocationResult {
    const [endedAt, endedTime] = [performance.now(), unixMs(now())]
    const known = { fn, job, container: logStream, peakMemoryMb, endedAt, endedTime }
    const { result, lines } = conclude({ ...known, ...course })
    for (const line of lines) log.add('platform', line)
    return result
  }

  function refuseWhenEnded(): void {
    if (ended !== null) throw new ThermoclineError('lab_failed', `the lab was stopped while ${fn.name} ran`)
  }

  async function close(): Promise<void> {
    state = 'ended'
    await current?.kill()
    await prepared.then(
      ([api]) => api.close(),
      () => {},
    )
    await removeFolder(tmpFolder)
  }

  function end(): Promise<void> {
    ended ??= close()
    return ended
  }

  return {
    logStream,
    logs: () => log.lines(),
    invoke,
    end,
    snapshot: () => ({
      functionName: fn.name,
      logStream,
      state,
      pid: current?.pid ?? null,
      bornAt,
      idleSince,
      invocations,
      processes,
      initMs,
      tmpFolder,
    }),
  }
}

const LAST_WORDS_MS = 1000
