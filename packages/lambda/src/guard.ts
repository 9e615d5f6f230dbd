import { writeSync } from 'node:fs'

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
}

// A part that fails now and then costs one invocation's span; one that fails each time would cost every one.
const FAILURES_BEFORE_OFF = 5

export function createGuard(write: (line: string) => void = writeStderr): Guard {
  const said = new Set<string>()
  let failures = 0
  let off = false

  function say(text: string): void {
    try {
      if (said.has(text)) return
      said.add(text)
      write(`thermocline: ${text}\n`)
    } catch {
      // A closed or full stderr must not become the handler's problem.
    }
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
  }
}

/** The name of an error's class; `_OTHER`, as OpenTelemetry has it, for what is no error. Messages are user data. */
export function className(error: unknown): string {
  try {
    const name: unknown = error instanceof Error ? error.constructor.name : undefined
    return typeof name === 'string' && /^[\w$.]{1,100}$/.test(name) ? name : '_OTHER'
  } catch {
    return '_OTHER'
  }
}

function writeStderr(line: string): void {
  writeSync(2, line)
}
