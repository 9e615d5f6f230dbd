import { AsyncLocalStorage } from 'node:async_hooks'

const storage = new AsyncLocalStorage()

export const withContext = (values, run) => storage.run(Object.freeze(values), run)

export function current() {
  const values = storage.getStore()
  if (!values) throw new Error('called outside a request')
  return values
}
