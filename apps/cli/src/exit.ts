import { ThermoclineError } from '@thermocline/wire'
import type { ErrorCode } from '@thermocline/wire'

/** How the command ends. Scripts rely on these: they never change. */
export const EXIT = {
  ok: 0,
  /** The command was right and the work failed. */
  failed: 1,
  /** The command line or an input file was wrong. */
  badInput: 2,
  /** `import --strict`: everything readable is stored, some lines could not be read. */
  incomplete: 3,
} as const

export const EXIT_HELP = `
Exit codes:
  0  done
  1  the work failed (port in use, disk full, ...)
  2  the command line or an input was wrong
  3  import --strict: stored, but some lines could not be read`

const BAD_INPUT: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'bad_setting',
  'bad_argument',
  'bad_request',
  'bad_otlp',
  'bad_gzip',
  'bad_log',
  'unknown_format',
  'too_large',
  'unsupported_media_type',
  'unsupported_encoding',
  'not_found',
  'lab_data',
])

/** The exit code a failure ends in. */
export function exitCodeOf(error: unknown): number {
  return error instanceof ThermoclineError && BAD_INPUT.has(error.code) ? EXIT.badInput : EXIT.failed
}
