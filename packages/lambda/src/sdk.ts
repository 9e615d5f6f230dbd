import { canRewriteHandler, restoreHandler, rewriteHandler } from './auto/rewrite-handler.ts'
import type { Handler } from './call/handler.ts'
import { isWatchedAnswer } from './call/late-answer.ts'
import type { Begin } from './call/watched.ts'
import { wrapHandler } from './call/wrapper.ts'
import { createExtension } from './extension/extension.ts'
import { createGuard } from './guard.ts'
import { codeFingerprint } from './identity/code-fingerprint.ts'
import { configFingerprint } from './identity/config-fingerprint.ts'
import { findContainer } from './identity/process.ts'
import { callingModule } from './init/calling-module.ts'
import { createInitClock } from './init/init-clock.ts'
import { createModuleProfile } from './init/module-profile.ts'
import { createInvocations, type Wrapped } from './invocation/invocations.ts'
import { findOrigin } from './origin.ts'
import { saysWord } from './settings/ladder.ts'
import { type Options, readSettings, type Settings } from './settings/settings.ts'
import { createAppSpans } from './spans/app-spans.ts'
import { findAppTracing } from './spans/app-tracing.ts'
import { registerGlobally } from './spans/register-global.ts'
import { SHARED, sharedSdk } from './shared.ts'
import { key } from '@thermocline/wire'

/** The process's one SDK. */
export interface Sdk {
  wrap<H extends Handler>(handler: H, options: Options): H
  /** What a wrapper of ours was made of. */
  bare(wrapper: Handler): Handler | undefined
  /** Functions of ours that the user holds: they lead to our own state, which is no leak of his. */
  own(...faces: readonly object[]): void
  /** Undefined where nothing is watched. */
  watch(options: Options): Begin | undefined
  /** True when the container is not frozen before our work after the response is done. Never rejects. */
  register(): Promise<boolean>
  preload(module: URL): void
  preloaded(): Promise<string>
}

/** The process's one SDK, made by whichever copy asks first. */
export function sdk(): Sdk {
  const shared = sharedSdk()
  if (shared) return shared
  const made = createSdk(process.env)
  Object.defineProperty(globalThis, SHARED, { value: made })
  return made
}

function createSdk(env: Record<string, string | undefined>): Sdk {
  const guard = createGuard()
  const clock = createInitClock()
  const modules = createModuleProfile(isOff(env) ? 'off' : 'cjs')
  const container = findContainer(env)
  const config = configFingerprint(env)
  const extension = createExtension(env, () => guard.off())
  let registering: Promise<boolean> | undefined
  const ours = new WeakSet<object>()
  const wrappers = new WeakMap<Handler, Handler>()
  const isOurs = (value: object): boolean => ours.has(value) || isWatchedAnswer(value)
  const appSpans = createAppSpans()
  const app = findAppTracing(isOurs)
  const invocations = createInvocations({
    env,
    container,
    clock,
    guard,
    modules,
    extension,
    app,
    appSpans,
    isOurs,
  })

  function read(options: Options): Settings {
    // First, so that it is told of the others.
    if (typeof options.onError === 'function') guard.alsoTell(options.onError)
    const settings = readSettings(options, env, (problem) => guard.say(problem))
    modules.use(settings.initProfile)
    if (settings.registerGlobal) {
      const provider = registerGlobally(appSpans)
      if (provider) ours.add(provider)
    }
    return settings
  }

  // Asked for by the environment it is done now, before the application's modules take their tracers.
  if (env['THERMOCLINE_REGISTER_GLOBAL']) guard.run('register', () => read({}), undefined)

  function describe(settings: Settings): Wrapped {
    const taskRoot = env['LAMBDA_TASK_ROOT']
    const origin = findOrigin(taskRoot, env)
    const fingerprints = {
      [key.CODE_FINGERPRINT]: taskRoot ? codeFingerprint(taskRoot, origin.files) : undefined,
      [key.CONFIG_FINGERPRINT]: config,
    }
    return { settings, origin, fingerprints }
  }

  function watch(options: Options): Begin | undefined {
    clock.loading(callingModule(env))
    const settings = read(options)
    if (!settings.enabled) return undefined
    const wrapped = describe(settings)
    return (call) => guard.run('begin', () => invocations.begin(call, wrapped), undefined)
  }

  function wrapFunction<H extends Handler>(handler: H, options: Options): H {
    const begin = watch(options)
    if (!begin) return handler
    const wrapper = wrapHandler(handler, begin)
    wrappers.set(wrapper, handler)
    ours.add(wrapper)
    return wrapper
  }

  return {
    own: (...faces) => faces.forEach((face) => ours.add(face)),
    wrap(handler, options) {
      if (typeof handler !== 'function') {
        guard.say(`wrap wants a function, got ${kindOf(handler)}: it is returned as it is`)
        return handler
      }
      if (wrappers.has(handler)) return handler
      return guard.run('wrap', () => wrapFunction(handler, options), handler)
    },
    bare: (wrapper) => wrappers.get(wrapper),
    watch: (options) => guard.run('wrap', () => watch(options), undefined),
    register: () => extension.register(),
    preload(module) {
      if (!canRewriteHandler(env)) return
      const { enabled, flush, endpoint } = read({})
      if (!enabled) return
      // Begun now, so that it is under way while the runtime loads.
      if (endpoint && (flush === 'auto' || flush === 'extension')) registering = extension.register()
      rewriteHandler(env, module)
    },
    async preloaded() {
      await registering
      return restoreHandler(env)
    },
  }
}

// Asked before the settings are read, which is when a handler is wrapped.
function isOff(env: Readonly<Record<string, string | undefined>>): boolean {
  return saysWord(env, 'THERMOCLINE_INIT_PROFILE', 'off') || saysWord(env, 'OTEL_SDK_DISABLED', 'true')
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : typeof value
}
