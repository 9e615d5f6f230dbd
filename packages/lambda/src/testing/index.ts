import { createGuard } from '../guard.ts'
import type { Handler } from '../call/handler.ts'
import { allDetectors } from '../leaks/detectors.ts'
import type { Finding } from '../leaks/finding.ts'
import { createLeakWatch } from '../leaks/watch.ts'
import { findOrigin } from '../origin.ts'
import { sharedSdk } from '../shared.ts'
import { invoke } from './invoke.ts'
import { momentOf, readInvocations } from './settings.ts'
import { describeLeaks, LeaksFound } from './words.ts'

export { LeaksFound } from './words.ts'

export interface LeakCheck {
  /** Makes the n-th event, n from 0. Make them differ as those of two users do: what is in all of them leaks from none. */
  readonly event: (n: number) => unknown
  /** 30 to 100,000; default 60: growth is told after 30. */
  readonly invocations?: number
  /** What the n-th invocation's context has beyond what Lambda gives. */
  readonly context?: (n: number) => object
  /** Names of findings that are meant to be so, as the error tells them. */
  readonly allow?: readonly string[]
}

/**
 * Invokes the handler, wrapped or not, with one event after another, looks for leaked state with every detector after
 * each invocation, and rejects with `LeaksFound` where there is some. What the handler throws is a failed invocation, as
 * in Lambda; when all fail the first error is thrown, because nothing was tested then. Rejects with `bad_setting` for a
 * bad option.
 */
export async function expectNoLeaks(handler: Handler, check: LeakCheck): Promise<void> {
  const { event, context, allow, invocations } = readInvocations(handler, check)
  const bare = sharedSdk()?.bare(handler) ?? handler
  const found = new Map<string, Finding>()
  const problems: string[] = []
  const watch = watchHere((finding) => void found.set(`${finding.kind} ${finding.name}`, finding), problems)
  let failures = 0
  let firstError: unknown
  for (let n = 0; n < invocations; n += 1) {
    const given = event(n)
    const its = context(n)
    const watched = watch.begin({ handler: bare, event: given, context: its, ...momentOf(n) })
    // oxlint-disable-next-line no-await-in-loop -- a container takes one after another
    const outcome = await invoke(bare, given, its)
    if (outcome.kind === 'threw') {
      if (failures === 0) firstError = outcome.error
      failures += 1
    }
    watched.end(Infinity, outcome.kind === 'ok' ? outcome.value : undefined)
    // oxlint-disable-next-line no-await-in-loop -- the runtime's own turn: it asks for the next event over a socket
    await new Promise<void>((resolve) => void setImmediate(resolve))
  }
  if (failures === invocations) throw firstError
  if (problems.length > 0) throw new Error(`leaks could not be looked for: ${problems.join('; ')}`)
  const leaks = [...found.values()].filter(
    (finding) => finding.class !== 'cache' && !allow.includes(finding.name),
  )
  if (leaks.length === 0) return
  const error = new LeaksFound(describeLeaks(leaks, invocations), leaks)
  // The line to show is the caller's.
  Error.captureStackTrace(error, expectNoLeaks)
  throw error
}

function watchHere(tell: (finding: Finding) => void, problems: string[]): ReturnType<typeof createLeakWatch> {
  const { files, ownFile } = findOrigin(undefined, {})
  const detectors = allDetectors({
    taskRoot: process.cwd(),
    isOurs: (value) => value === expectNoLeaks,
    entryFiles: files,
    ownFile,
    random: Math.random,
    env: process.env,
    loaded: () => [],
    overlapping: false,
  })
  const guard = createGuard((line) => void problems.push(line.trim()))
  return createLeakWatch({
    setting: 'every',
    detectors,
    tell,
    guard,
    random: Math.random,
    overlapping: false,
  })
}
