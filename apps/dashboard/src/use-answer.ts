import { useEffect, useReducer, useRef } from 'preact/hooks'
import { ask, type Fault } from './ask.ts'

/** What is known of an answer. While a newer one is fetched, or when that fails, the old one stays on the page. */
export type Answer<T> =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'failed'; readonly fault: Fault; readonly retry: () => void }
  | { readonly kind: 'ready'; readonly data: T; readonly fault: Fault | null; readonly retry: () => void }

/** The answer at `path`, asked again whenever `revision` changes. */
export function useAnswer<T>(path: string, revision: number): Answer<T> {
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  const asker = useRef<Asker | null>(null)
  const fault = useRef<Fault | null>(null)

  useEffect(() => {
    fault.current = null
    const made = createAsker(path, (met) => {
      fault.current = met
      redraw(0)
    })
    asker.current = made
    return made.close
  }, [path])
  useEffect(() => asker.current?.again(), [path, revision])

  const retry = (): void => asker.current?.again()
  const data = answers.get(path) as T | undefined
  if (data !== undefined) return { kind: 'ready', data, fault: fault.current, retry }
  return fault.current === null ? { kind: 'waiting' } : { kind: 'failed', fault: fault.current, retry }
}

interface Asker {
  readonly again: () => void
  readonly close: () => void
}

const KEPT = 24
const answers = new Map<string, unknown>()
const QUIET_MS = 1000

// One question under way at a time. A large answer is not asked for again until four times as long as it took has
// passed: a page that only parses JSON is not a live page.
function createAsker(path: string, done: (fault: Fault | null) => void): Asker {
  const aborter = new AbortController()
  let state: 'idle' | 'asking' | 'asked again' = 'idle'
  let timer = 0

  async function run(): Promise<void> {
    state = 'asking'
    const startedMs = performance.now()
    const asked = await ask(path, aborter.signal)
    if (aborter.signal.aborted) return
    if (asked.kind === 'ok') keep(path, asked.data)
    done(asked.kind === 'ok' ? null : asked.fault)
    const tookMs = performance.now() - startedMs
    timer = window.setTimeout(settle, Math.max(QUIET_MS, tookMs * 4))
  }

  function settle(): void {
    const wanted = state === 'asked again'
    state = 'idle'
    if (wanted) void run()
  }

  return {
    again: () => {
      if (state === 'idle') void run()
      else state = 'asked again'
    },
    close: () => {
      aborter.abort()
      clearTimeout(timer)
    },
  }
}

function keep(path: string, data: unknown): void {
  answers.delete(path)
  answers.set(path, data)
  const oldest = answers.keys().next().value
  if (answers.size > KEPT && oldest !== undefined) answers.delete(oldest)
}
