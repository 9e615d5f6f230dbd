import { ThermoclineError } from '@thermocline/wire'

/** One line for people, on stderr: stdout is for what was asked for. */
export function note(line: string): void {
  process.stderr.write(`${visible(line)}\n`)
}

/** Writes to stdout, and resolves when it is written or when nobody reads any more (`| head`). */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (error instanceof Error && (error as NodeJS.ErrnoException).code !== 'EPIPE') reject(error)
      else resolve()
    })
  })
}

/** What a person sees of a failure: code and message; the whole stack where it is our own fault. */
export function noteFailure(error: unknown): void {
  if (error instanceof ThermoclineError) return note(`thermocline: ${error.code}: ${error.message}`)
  note(`thermocline: internal: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
}

/** Text from a log or a path without what a terminal would obey or reorder. */
export function visible(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n]|[\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD')
}
