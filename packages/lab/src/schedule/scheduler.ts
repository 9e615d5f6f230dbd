import { unixUs } from '@thermocline/wire'
import type { Start, UnixUs } from '@thermocline/wire'
import type { Policy } from '../settings/policy.ts'
import { openAllowance } from './allowance.ts'
import type {
  Change,
  ContainerNumber,
  Decision,
  EndReason,
  InitType,
  Request,
  Revision,
  ThrottleReason,
} from './decision.ts'
import { openDeadlines } from './deadlines.ts'
import { openPool } from './pool.ts'
import type { Held, Pool } from './pool.ts'
import { whyMade } from './why.ts'

/**
 * The scheduler of one function: told what happens, it decides what follows. It reads no clock and starts nothing, so
 * that a driver may run it on real processes or on a virtual clock. What time alone decides is stamped with the moment
 * it was due, however late the driver asks: the same events give the same decisions.
 *
 * Moments must not go back. Decisions are made inside the calls; a driver answers them later, never from within.
 */
export interface Scheduler {
  /** Makes what stands before anybody calls. */
  start(at: UnixUs): void
  arrive(at: UnixUs, request: Request): void
  /** An init is over: the container can be given its invocation, which runs the init again where it failed. */
  ready(at: UnixUs, container: ContainerNumber, init: { readonly ok: boolean }): void
  /** An invocation is over. `reset`: its process is gone, and the next one begins with an init. */
  finished(at: UnixUs, container: ContainerNumber, outcome: { readonly reset: boolean }): void
  /** A container stands still with its process gone, without an invocation having ended. */
  reset(at: UnixUs, container: ContainerNumber): void
  /** A container is of no more use: it could not be started, or is beyond repair. Gives the caller that waited for it. */
  lost(at: UnixUs, container: ContainerNumber): Request | null
  change(at: UnixUs, change: Change): void
  /** Brings what time alone decides up to this moment. */
  advance(at: UnixUs): void
  /** When time alone decides next; just after this moment, as a container may be used up to it. */
  nextDue(): UnixUs | null
  /** Ends every container. */
  stop(at: UnixUs): void
}

export interface SchedulerOptions {
  readonly policy: Policy
  /** Default `$LATEST`. */
  readonly version?: string
  /** Asked only where `freshShare` is above 0, once an arrival that finds an idle container. */
  readonly random: () => number
  readonly decide: (decision: Decision) => void
}

export function openScheduler(options: SchedulerOptions): Scheduler {
  const { policy, random, decide } = options
  const containers = new Map<ContainerNumber, Held>()
  const allowance = openAllowance(policy.scaleOut.containers, policy.scaleOut.within)
  const deadlines = openDeadlines(policy.keepAlive, policy.maxAge)
  const tenants = new Set<string | null>()
  let pools = new Map<string | null, Pool>()
  let revision: Revision = { code: 1, config: 1, version: options.version ?? '$LATEST' }
  let revisionBy: 'deploy' | 'config' = 'deploy'
  let [made, madeOfRevision, inFlight] = [0, 0, 0]
  let standing = policy.managed?.containers ?? policy.provisioned
  let stood = 0

  function arrive(at: UnixUs, request: Request): void {
    advance(at)
    topUp(at)
    if (inFlight >= policy.concurrencyLimit) return throttle(at, request, 'concurrency')
    const pool = poolOf(policy.tenants ? (request.tenant ?? null) : null)
    const free = freeFor(pool)
    if (free !== null) {
      inFlight += 1
      return place(at, request, free, false)
    }
    const unclaimed = pool.unclaimed.values().next().value
    if (unclaimed !== undefined) return wait(request, unclaimed)
    if (policy.managed !== null) return throttle(at, request, 'capacity')
    if (!allowance.take(at)) return throttle(at, request, 'scale_rate')
    inFlight += 1
    const scalesOut = pool.members.size > 0
    make(at, pool, 'on-demand', request)
    if (scalesOut) makeAhead(at, pool, policy.proactive.withScaleOut)
  }

  function freeFor(pool: Pool): Held | null {
    if (policy.freshShare === 0 || !pool.hasFree()) return pool.free(false)
    return pool.free(random() < policy.freshShare)
  }

  function wait(request: Request, held: Held): void {
    inFlight += 1
    held.waiting = request
    held.pool.settle(held)
  }

  function make(at: UnixUs, pool: Pool, initType: InitType, request: Request | null): void {
    const cause = whyMade(pool, {
      initType,
      made,
      revisionIsNew: madeOfRevision === 0,
      revisionBy,
      tenantIsNew: !tenants.has(pool.tenant),
    })
    made += 1
    madeOfRevision += 1
    tenants.add(pool.tenant)
    const held = fresh(pool, initType, request, at)
    containers.set(held.number, held)
    pool.add(held)
    deadlines.born(held, at)
    const { number: container } = held
    const requestId = request?.requestId ?? null
    decide({ kind: 'made', at, container, cause, requestId, initType, revision, tenant: pool.tenant })
  }

  function fresh(pool: Pool, initType: InitType, waiting: Request | null, at: UnixUs): Held {
    const capacity = initType === 'lambda-managed-instances' ? (policy.managed?.concurrency ?? 1) : 1
    const state = {
      ready: false,
      initialised: false,
      running: 0,
      invocations: 0,
      reset: false,
      frozen: false,
      ended: false,
    }
    return {
      number: made,
      pool,
      initType,
      capacity,
      waiting,
      ...state,
      doomed: null,
      idleSince: at,
      place: null,
    }
  }

  function makeAhead(at: UnixUs, pool: Pool, count: number): void {
    for (let n = 0; n < count; n++) make(at, pool, 'on-demand', null)
  }

  /** Makes what is missing of the standing capacity, and gives up what is too much. */
  function topUp(at: UnixUs): void {
    if (standing === 0 && stood === 0) return
    stood = standing
    const initType = policy.managed === null ? 'provisioned-concurrency' : 'lambda-managed-instances'
    const pool = poolOf(null)
    const have = [...pool.members].filter((held) => held.initType !== 'on-demand' && held.doomed === null)
    for (let n = have.length; n < standing; n++) make(at, pool, initType, null)
    for (const held of have.slice(standing)) doom(at, held, 'reduced')
  }

  function place(at: UnixUs, request: Request, held: Held, waited: boolean): void {
    const start = startOf(held, waited)
    if (held.frozen) decide({ kind: 'thawed', at, container: held.number })
    held.frozen = false
    // Of several at once, all that come before one has ended well may wait for the same init.
    if (held.capacity === 1) held.reset = false
    held.initialised = true
    held.waiting = null
    held.running += 1
    held.invocations += 1
    held.pool.settle(held)
    decide({ kind: 'placed', at, requestId: request.requestId, container: held.number, start })
  }

  function ready(at: UnixUs, container: ContainerNumber, init: { readonly ok: boolean }): void {
    advance(at)
    const held = containers.get(container)
    if (held === undefined || held.ready) return
    held.ready = true
    held.initialised = init.ok
    if (held.waiting !== null) return place(at, held.waiting, held, true)
    rest(at, held)
  }

  function finished(at: UnixUs, container: ContainerNumber, outcome: { readonly reset: boolean }): void {
    advance(at)
    const held = containers.get(container)
    if (held === undefined) return
    inFlight -= 1
    held.running -= 1
    held.reset = outcome.reset
    rest(at, held)
  }

  /** What becomes of a container that has become free, or freer. */
  function rest(at: UnixUs, held: Held): void {
    held.idleSince = at
    if (held.running === 0 && held.doomed !== null) return end(at, held, held.doomed)
    const other = held.doomed === null ? nextWaiting(held) : null
    held.pool.settle(held)
    if (other?.waiting) {
      const request = other.waiting
      other.waiting = null
      other.pool.settle(other)
      return place(at, request, held, true)
    }
    if (held.running > 0) return
    if (policy.managed === null && held.initialised && !held.reset) {
      held.frozen = true
      decide({ kind: 'frozen', at, container: held.number })
    }
    deadlines.idle(held, at)
  }

  function nextWaiting(held: Held): Held | null {
    const freeEnough = policy.waitingCaller === 'first_free' && held.initType === 'on-demand'
    return freeEnough ? held.pool.firstWaiting() : null
  }

  function doom(at: UnixUs, held: Held, reason: EndReason): void {
    held.doomed ??= reason
    if (held.ready && held.running === 0) return end(at, held, held.doomed)
    // Nobody waits for it: it ends without having served.
    if (!held.ready && held.waiting === null) return end(at, held, held.doomed)
    held.pool.settle(held)
  }

  function end(at: UnixUs, held: Held, reason: EndReason): void {
    containers.delete(held.number)
    held.pool.remove(held, reason)
    decide({ kind: 'ended', at, container: held.number, reason })
  }

  function advance(at: UnixUs): void {
    for (let due = deadlines.before(at); due !== null; due = deadlines.before(at)) {
      doom(due.at, due.held, due.reason)
      topUp(due.at)
    }
  }

  function lost(at: UnixUs, container: ContainerNumber): Request | null {
    advance(at)
    const held = containers.get(container)
    if (held === undefined) return null
    const { waiting } = held
    inFlight -= held.running + (waiting === null ? 0 : 1)
    held.waiting = null
    end(at, held, 'failed')
    // One that never began to work would fail again at once: it is tried anew when somebody calls.
    if (held.ready) topUp(at)
    return waiting
  }

  function reset(at: UnixUs, container: ContainerNumber): void {
    advance(at)
    const held = containers.get(container)
    if (held === undefined) return
    held.reset = true
    held.frozen = false
  }

  function change(at: UnixUs, wanted: Change): void {
    advance(at)
    if (wanted.kind === 'provision') standing = wanted.containers
    else revise(at, wanted)
    topUp(at)
    if (wanted.kind === 'deploy') makeAhead(at, poolOf(null), policy.proactive.afterDeploy)
  }

  function revise(at: UnixUs, wanted: Exclude<Change, { kind: 'provision' }>): void {
    const { code, config, version } = revision
    const deployed = wanted.kind === 'deploy'
    // A deploy that no container has run yet is what the next one is made for, whatever is configured meanwhile.
    if (deployed || madeOfRevision > 0) revisionBy = wanted.kind
    revision = deployed
      ? { code: code + 1, config, version: wanted.version ?? version }
      : { code, config: config + 1, version }
    madeOfRevision = 0
    pools = new Map()
    for (const held of containers.values()) doom(at, held, wanted.kind)
  }

  function poolOf(tenant: string | null): Pool {
    const known = pools.get(tenant)
    if (known !== undefined) return known
    const pool = openPool(revision, tenant, policy.pick)
    pools.set(tenant, pool)
    return pool
  }

  function throttle(at: UnixUs, { requestId }: Request, reason: ThrottleReason): void {
    decide({ kind: 'throttled', at, requestId, reason })
  }

  return {
    start: topUp,
    arrive,
    ready,
    finished,
    reset,
    lost,
    change,
    advance,
    nextDue: () => deadlines.next(),
    stop(at) {
      advance(unixUs(at))
      for (const held of containers.values()) end(at, held, 'stopped')
    },
  }
}

function startOf(held: Held, waited: boolean): Start {
  if (held.reset) return 'reinit'
  if (held.invocations > 0) return 'warm'
  if (waited || !held.initialised) return 'cold'
  return held.initType === 'on-demand' ? 'proactive' : 'provisioned'
}
