import { callingModule } from './calling-module.ts'
import { createGuard } from './guard.ts'
import type { Handler } from './handler.ts'
import { createInitClock } from './init-clock.ts'
import { createInvocations } from './invocations.ts'
import { findOrigin } from './origin.ts'
import { findContainer } from './process.ts'
import { type Options, readSettings } from './settings.ts'
import { wrapHandler } from './wrapper.ts'

/** What hangs on the global: the ESM and the CJS copy, and two bundled copies, are one SDK. */
interface Sdk {
  /** `face` is the function the user called: it leads to our own state, which is no leak of the user's. */
  wrap<H extends Handler>(handler: H, options: Options, face: object): H
}

const SHARED = Symbol.for('thermocline.v1')

/** The process's one SDK, made by whichever copy asks first. */
export function sdk(): Sdk {
  const shared: Sdk | undefined = Reflect.get(globalThis, SHARED)
  if (shared) return shared
  const made = createSdk()
  Object.defineProperty(globalThis, SHARED, { value: made })
  return made
}

function createSdk(): Sdk {
  const guard = createGuard()
  const clock = createInitClock()
  const container = findContainer(process.env)
  const ours = new WeakSet<object>()
  const wrappers = new WeakSet<Handler>()
  const isOurs = (value: object): boolean => ours.has(value)
  const invocations = createInvocations({ env: process.env, container, clock, guard, isOurs })

  function wrapFunction<H extends Handler>(handler: H, options: Options): H {
    clock.loading(callingModule(process.env))
    const wrapped = {
      settings: readSettings(options, process.env, (problem) => guard.say(problem)),
      origin: findOrigin(),
    }
    const wrapper = wrapHandler(handler, (call) => invocations.begin(call, wrapped), guard)
    wrappers.add(wrapper)
    ours.add(wrapper)
    return wrapper
  }

  return {
    wrap(handler, options, face) {
      ours.add(face)
      if (typeof handler !== 'function') {
        guard.say(`wrap wants a function, got ${describe(handler)}: it is returned as it is`)
        return handler
      }
      if (wrappers.has(handler)) return handler
      return guard.run('wrap', () => wrapFunction(handler, options), handler)
    },
  }
}

function describe(value: unknown): string {
  return value === null ? 'null' : typeof value
}
