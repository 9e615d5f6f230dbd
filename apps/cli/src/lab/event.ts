import { ThermoclineError } from '@thermocline/wire'

/** The event typed; throws `bad_argument` where it is no JSON. */
export function parseEvent(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ThermoclineError('bad_argument', `${name} must be JSON: ${reason}`)
  }
}
