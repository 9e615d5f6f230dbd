import { shielded } from '../call/shield.ts'
import { performance } from '../node-globals.ts'
import type { InitProfileSetting } from '../settings/settings.ts'
import { hookEsModules } from './es-modules.ts'

/** One module that took its time to load. Times are readings of the monotonic clock, in milliseconds. */
export interface LoadedModule {
  /** As the code asks for it: `lodash`, `./orders`. */
  readonly id: string
  /** Absolute path of the file that asked; undefined where Node does not say. */
  readonly askedBy: string | undefined
  readonly startMs: number
  readonly endMs: number
  /** Without the modules it loaded in turn. */
  readonly selfMs: number
  /** The module that asked for it, where that took its time too. */
  readonly parent: LoadedModule | undefined
}

/** Times the loading of modules. */
export interface ModuleProfile {
  /** What has been loaded since the last call, in the order it began. */
  take(): readonly LoadedModule[]
  /** The same, left there, and ES modules that were read too quickly to be told: how long they ran is not known. */
  peek(): readonly LoadedModule[]
  /** By the user's own setting. */
  use(setting: InitProfileSetting): void
}

/** Quicker ones are noise beside an init. */
const LEAST_MS = 1
const MOST_MODULES = 200

interface Open {
  id: string
  askedBy: string | undefined
  startMs: number
  endMs: number
  selfMs: number
  parent: Open | undefined
}

// Node tells of each `require` itself, on a channel made for it: nothing is patched. A module that is loaded already
// costs 1 µs more.
const START = 'tracing:module.require:start'
const END = 'tracing:module.require:end'

export function createModuleProfile(setting: InitProfileSetting): ModuleProfile {
  const channels = process.getBuiltinModule('node:diagnostics_channel')
  let loaded: Open[] = []
  let quick: LoadedModule[] = []
  let innermost: Open | undefined
  let inUse: InitProfileSetting = 'off'

  function add(module: Open): void {
    if (module.endMs - module.startMs >= LEAST_MS && loaded.length < MOST_MODULES) loaded.push(module)
  }

  function addEsModule(module: LoadedModule): void {
    if (module.endMs - module.startMs >= LEAST_MS) add(module)
    else if (quick.length < MOST_MODULES) quick.push(module)
  }

  const began = shielded((message: unknown) => {
    const { id, parentFilename } = message as { id?: unknown; parentFilename?: unknown }
    innermost = {
      id: String(id),
      askedBy: typeof parentFilename === 'string' ? parentFilename : undefined,
      startMs: performance.now(),
      endMs: 0,
      selfMs: 0,
      parent: innermost,
    }
  })

  const ended = shielded(() => {
    const module = innermost
    if (!module) return
    innermost = module.parent
    module.endMs = performance.now()
    const tookMs = module.endMs - module.startMs
    module.selfMs += tookMs
    if (module.parent) module.parent.selfMs -= tookMs
    add(module)
  })

  function use(wanted: InitProfileSetting): void {
    if (wanted === inUse) return
    if (inUse === 'off') {
      channels.subscribe(START, began)
      channels.subscribe(END, ended)
    }
    if (wanted === 'all') hookEsModules(addEsModule)
    if (wanted === 'off') {
      channels.unsubscribe(START, began)
      channels.unsubscribe(END, ended)
    }
    inUse = wanted
  }

  use(setting)
  return {
    peek: () => [...loaded, ...quick],
    take() {
      const taken = loaded
      loaded = []
      quick = []
      return taken.toSorted((a, b) => a.startMs - b.startMs)
    },
    use,
  }
}
