import type { UnderstoodFunction } from '@thermocline/analysis'
import { ThermoclineError } from '@thermocline/wire'

const LONGEST_REASON = 500

/** Throws `not_found` where the function has no finding of this key. */
export function checkFinding({ findings, key }: UnderstoodFunction, finding: string): void {
  const keys = findings.map((each) => each.key).toSorted()
  if (keys.includes(finding)) return
  const known = keys.length === 0 ? 'it has none' : `it has ${keys.join(', ')}`
  throw new ThermoclineError(
    'not_found',
    `no finding ${JSON.stringify(finding)} of function ${key} was seen; ${known}`,
  )
}

/** Throws `bad_argument`. */
export function checkReason(reason: string): string {
  const text = reason.trim()
  if (text !== '' && text.length <= LONGEST_REASON) return text
  throw new ThermoclineError(
    'bad_argument',
    `the reason must be a text of 1 to ${LONGEST_REASON} characters, got ${text.length}`,
  )
}
