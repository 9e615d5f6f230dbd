import { performance } from '../node-globals.ts'
import type { LoadedModule } from './module-profile.ts'

/**
 * Times the reading of ES modules from now on; what they do when they are evaluated Node tells nobody. Its hook costs 3
 * to 5 ms of every cold start, which is why it has to be asked for. Nothing happens on a Node without it.
 */
export function hookEsModules(read: (module: LoadedModule) => void): void {
  const { registerHooks } = process.getBuiltinModule('node:module')
  registerHooks?.({
    load(url, context, next) {
      const startMs = performance.now()
      const loaded = next(url, context)
      const endMs = performance.now()
      if (loaded.format === 'module') {
        read({ id: url, askedBy: undefined, startMs, endMs, selfMs: endMs - startMs, parent: undefined })
      }
      return loaded
    },
  })
}
