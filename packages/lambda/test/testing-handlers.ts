// Apart from the tests: in a test's own file a handler sees all of the test runner, and looking at that takes seconds.

const processedOrders: number[] = []
let lastUser = ''

export async function leaking(order: { userId: string; n: number }): Promise<string> {
  processedOrders.push(order.n)
  const before = lastUser
  lastUser = order.userId
  return before
}

export const broken = async (): Promise<void> => Promise.reject(new RangeError('no table'))

const cache = new Map<string, number>()
const total = { count: 0 }

/** Handlers of every style, and state that is right. */
export const CLEAN: readonly (readonly [string, (...args: never[]) => unknown])[] = [
  ['async', async (order: { userId: string }) => order.userId],
  ['sync', (order: { userId: string }) => order.userId],
  [
    'by a callback',
    (order: object, _context: object, done: (error: null, value: object) => void) =>
      void setImmediate(done, null, order),
  ],
  ['by its context', (order: object, context: { succeed(value: object): void }) => context.succeed(order)],
  ['that answers nothing', (_order: object, _context: object) => {}],
  [
    'that fails now and then',
    async (order: { n: number }) => {
      if (order.n % 2 === 0) throw new Error('no')
    },
  ],
  [
    'with state that is right',
    async (order: { n: number }) => {
      total.count += 1
      cache.set(`page ${order.n % 5}`, order.n)
    },
  ],
]
