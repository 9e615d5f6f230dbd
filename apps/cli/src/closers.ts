import { inOrder } from './in-order.ts'

/** What has to be closed again, in the order it was opened. */
export interface Closers {
  add(close: () => unknown): void
  /** The last opened first, every one of them, even where one fails; throws the first failure at the end. */
  closeAll(): Promise<void>
}

export function openClosers(): Closers {
  const closers: (() => unknown)[] = []
  return {
    add: (close) => void closers.push(close),
    async closeAll() {
      const failures: unknown[] = []
      await inOrder(closers.splice(0).toReversed(), async (close) => {
        try {
          await close()
        } catch (error) {
          failures.push(error)
        }
      })
      if (failures.length > 0) throw failures[0]
    },
  }
}
