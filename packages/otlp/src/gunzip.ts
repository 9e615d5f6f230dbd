import { gunzipSync } from 'node:zlib'
import { ThermoclineError } from '@thermocline/wire'
import type { OtlpLimits } from './limits.ts'
import { RATIO_FREE_BYTES, tooLarge } from './limits.ts'

/** The body inflated, never beyond the limits. Throws `too_large` or `bad_gzip`. */
export function gunzip(body: Uint8Array, limits: OtlpLimits): Uint8Array {
  const byRatio = Math.max(RATIO_FREE_BYTES, body.length * limits.ratio)
  const most = Math.min(limits.decompressedBytes, byRatio)
  try {
    // zlib stops at the first chunk that passes maxOutputLength: a bomb is never inflated.
    return gunzipSync(body, { maxOutputLength: most })
  } catch (error) {
    throw refused(error, body.length, most, limits)
  }
}

function refused(error: unknown, sent: number, most: number, limits: OtlpLimits): ThermoclineError {
  const { code, message } = error as NodeJS.ErrnoException
  if (code !== 'ERR_BUFFER_TOO_LARGE') {
    return new ThermoclineError('bad_gzip', `body must be whole gzip, got ${sent} bytes with: ${message}`)
  }
  if (most === limits.decompressedBytes) return tooLarge('bytes after gunzip', most, 'more')
  return tooLarge(`bytes after gunzip per byte sent (${sent} sent)`, limits.ratio, 'more')
}
