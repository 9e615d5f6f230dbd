import type { AsyncLocalStorage } from 'node:async_hooks'
import { type Context, type ContextManager, ROOT_CONTEXT } from '@opentelemetry/api'

/** Keeps the active context over asynchronous calls. */
export function createContextManager(): ContextManager {
  const { AsyncLocalStorage: Storage } = process.getBuiltinModule('node:async_hooks')
  const storage: AsyncLocalStorage<Context> = new Storage()
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (context, work, self, ...args) => storage.run(context, () => Reflect.apply(work, self, args)),
    bind: (context, target) => bind(storage, context, target),
    enable: () => manager,
    disable: () => manager,
  }
  return manager
}

// Emitters are given back as they are: their listeners run where the event is emitted.
function bind<T>(storage: AsyncLocalStorage<Context>, context: Context, target: T): T {
  if (typeof target !== 'function') return target
  const bound = function (this: unknown, ...args: unknown[]): unknown {
    return storage.run(context, () => Reflect.apply(target, this, args) as unknown)
  }
  Object.defineProperty(bound, 'length', { configurable: true, value: target.length })
  return bound as unknown as T
}
