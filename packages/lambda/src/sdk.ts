import { findContainer } from './process.ts'
import { createGuard } from './guard.ts'
import type { Handler } from './handler.ts'
import { createInvocations } from './invocations.ts'
import { createInitClock } from './init-clock.ts'
import { type Options, readSettings } from './settings.ts'
import { wrapHandler } from './wrapper.ts'

/** What hangs on the global: the ESM and the CJS copy, and two bundled copies, are one SDK. */
interface Sdk {
  wrap<H extends Handler>(handler: H, options: Options): H
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
  const invocations = createInvocations({
    env: process.env,
    container: findContainer(process.env),
    clock,
    guard,
  })
  const wrappers = new WeakSet<Handler>()

  return {
    wrap(handler, options) {
      if (typeof handler !== 'function') {
        guard.say(`wrap wants a function, got ${describe(handler)}: it is returned as it is`)
        return handler
      }
      if (wrappers.has(handler)) return handler
      return guard.run(
        'wrap',
        () => {
          clock.loading()
          const settings = readSettings(options, process.env, guard.say)
          const wrapper = wrapHandler(handler, (call) => invocations.begin(call, settings), guard)
          wrappers.add(wrapper)
          return wrapper
        },
        handler,
      )
    },
  }
}

function describe(value: unknown): string {
  return value === null ? 'null' : typeof value
}
