import { clearTimeout, setImmediate, setTimeout } from '../node-globals.ts'
import { attempt, OwnPromise, shielded } from '../call/shield.ts'
import { type InvokeEvent, openExtensionsApi, type Registered } from './extensions-api.ts'

/**
 * An extension inside the function's own process. Lambda freezes a container when the runtime and every extension have
 * asked for their next event: as long as this one has not, there is time after the response.
 */
export interface Extension {
  /** Registers, once; true when the platform took us in. Must be done before the runtime asks for its first event. */
  register(): Promise<boolean>
  /** True while what is done after this invocation's response is done before the freeze. */
  holds(requestId: string): boolean
  /** An invocation begins. */
  began(requestId: string): void
  /** The handler of an invocation is done: runs `work` after the response, then lets the container freeze. */
  after(requestId: string, work: () => Promise<void> | undefined): void
}

type Environment = Readonly<Record<string, string | undefined>>

const NAME = 'thermocline'

// The platform tells us and the runtime of an invocation at the same time. A handler that has not been called this long
// after is not going to be, as where the runtime could not read the event: holding on would hold the container until
// its timeout.
const BEGINS_WITHIN_MS = 100

/** Whatever happens to our own work, the container is not held until its timeout. */
const LET_GO_BEFORE_DEADLINE_MS = 200

/** No function runs longer. A deadline less a `now` that a test has replaced can be more than a timer can wait. */
const LONGEST_INVOCATION_MS = 900_000

/** `off`: the SDK has turned itself off, and nothing is to be held any more. */
export function createExtension(env: Environment, off: () => boolean): Extension {
  let registering: Promise<boolean> | undefined
  /** True from the registration until the platform stops answering. */
  let alive = false
  const open = new Set<string>()
  /** What the platform waits for us with. */
  let held:
    | { readonly requestId: string; readonly release: () => void; patience?: NodeJS.Timeout }
    | undefined
  /** Over before the platform has told us of it. */
  let early: string | undefined
  /** Let go though it had not begun. */
  let missed: string | undefined

  async function live(registered: Registered): Promise<void> {
    for (;;) {
      early = undefined
      // oxlint-disable-next-line no-await-in-loop -- one event after the other is what the API gives
      const event = await registered.next()
      if (event === undefined) return
      missed = undefined
      // oxlint-disable-next-line no-await-in-loop -- the next event is asked for when this one is over
      if (early !== event.requestId && !off()) await over(event)
    }
  }

  async function over(event: InvokeEvent): Promise<void> {
    let letGo: NodeJS.Timeout | undefined
    const leftMs = event.deadlineMs - Date.now() - LET_GO_BEFORE_DEADLINE_MS
    await new OwnPromise<void>((release) => {
      letGo = setTimeout(release, Math.min(Math.max(0, leftMs), LONGEST_INVOCATION_MS)).unref()
      wait(event.requestId, release)
    })
    clearTimeout(letGo)
  }

  function wait(requestId: string, release: () => void): void {
    held = { requestId, release }
    if (open.has(requestId)) return
    const giveUp = (): void => {
      missed = requestId
      release()
    }
    held.patience = setTimeout(shielded(giveUp, release), BEGINS_WITHIN_MS).unref()
  }

  function finished(requestId: string): void {
    open.delete(requestId)
    if (held?.requestId !== requestId) {
      early = requestId
      return
    }
    const { release } = held
    held = undefined
    release()
  }

  async function start(): Promise<boolean> {
    const address = env['AWS_LAMBDA_RUNTIME_API']
    if (!address || env['AWS_LAMBDA_MAX_CONCURRENCY'] !== undefined) return false
    const registered = await openExtensionsApi(address).register(NAME)
    if (!registered) return false
    alive = true
    const dead = shielded(() => {
      alive = false
    })
    void live(registered).then(dead, dead)
    return true
  }

  return {
    register: () => (registering ??= start().catch(() => false)),
    holds: (requestId) => alive && missed !== requestId,
    began(requestId) {
      if (!alive) return
      open.add(requestId)
      if (held?.requestId === requestId) clearTimeout(held.patience)
    },
    after(requestId, work) {
      const done = shielded(() => finished(requestId))
      const run = (): void => {
        const promise = attempt(work, undefined)
        if (promise) void promise.then(done, done)
        else done()
      }
      // The runtime posts the response in the first turn after the handler has settled.
      setImmediate(shielded(() => setImmediate(shielded(run, done)), done))
    },
  }
}
