/** What can go wrong, each with a code that never changes. */
export const ERROR_CODES = [
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
  'forbidden_host',
  'lab_data',
  'store_version',
  'store_unusable',
  'address_in_use',
  'lab_failed',
  'lab_throttled',
  'internal',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

/** An error with a stable code and a message that names the thing, what was wanted and what was met. */
export class ThermoclineError extends Error {
  override readonly name = 'ThermoclineError'
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** "flushTimeoutMs must be 0 or more milliseconds, got "soon"" with code `bad_setting`. */
export function badSetting(name: string, wanted: string, got: unknown): ThermoclineError {
  return new ThermoclineError('bad_setting', `${name} must be ${wanted}, got ${JSON.stringify(got)}`)
}
