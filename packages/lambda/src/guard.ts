import { writeSync } from './node-globals.ts'
import { attempt, settled } from './call/shield.ts'

/** The one place where the SDK's own failures stop. The user's errors never come here. */
export interface Guard {
  /** True once the SDK has turned itself off. */
  off(): boolean
  /** What `work` gives; `otherwise` when it throws, or when the SDK is off. */
  run<T>(part: string, work: () => T, otherwise: T): T
  /** Counts a failure that came by another way, such as a rejected promise. */
  failed(part: string, error: unknown): void
  /** Says something on stderr, each text once in a process. */
  say(text: string): void
  /** Tells what is said to the user's own code too: his `onError`. */
  alsoTell(hook: (problem: string) => unknown): void
}

// A part that fails now and then costs one invocation's span; one that fails each time would cost every one.
const FAILURES_BEFORE_OFF = 5
const MOST_HOOKS = 16

export function createGuard(write: (line: string) => void = writeStderr): Guard {
  const said = new Set<string>()
  const hooks = new Set<(problem: string) => unknown>()
  let failures = 0
  let off = false

  function say(text: string): void {
    if (said.has(text)) return
    said.add(text)
    // A closed or full stderr must not become the handler's problem, nor a hook that fails.
    attempt(() => write(`thermocline: ${text}\n`), undefined)
    for (const hook of hooks) attempt(() => void settled(hook(text)), undefined)
  }

  function failed(part: string, error: unknown): void {
    failures += 1
    say(`${part} failed: ${className(error)}; the handler is not affected`)
    if (failures < FAILURES_BEFORE_OFF || off) return
    off = true
    say(`turned off after ${FAILURES_BEFORE_OFF} failures; handlers run as if they were not wrapped`)
  }

  return {
    off: () => off,
    run(part, work, otherwise) {
      if (off) return otherwise
      try {
        return work()
      } catch (error) {
        failed(part, error)
        return otherwise
      }
    },
    failed,
    say,
    alsoTell(hook) {
      // One that is made at each call would gather.
      if (hooks.size < MOST_HOOKS) hooks.add(hook)
    },
  }
}

/** The name of an error's class; `_OTHER`, as OpenTelemetry has it, for what is no error. Messages are user data. */
export function className(error: unknown): string {
  try {
    // The class's own: what is set on an instance may be anything.
    const name: unknown = error instanceof Error ? Object.getPrototypeOf(error).constructor.name : undefined
    return typeof name === 'string' && /^[\w$.]{1,100}$/.test(name) ? name : '_OTHER'
  } catch {
    return '_OTHER'
  }
}

function writeStderr(line: string): void {
  writeSync(2, line)
}
