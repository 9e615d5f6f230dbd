import { SEVERITIES } from '@thermocline/wire'
import type { Finding } from '../leaks/finding.ts'

/** State that outlives its invocation. */
export class LeaksFound extends Error {
  override readonly name = 'LeaksFound'
  readonly code = 'leaks_found'
  readonly leaks: readonly Finding[]

  constructor(message: string, leaks: readonly Finding[]) {
    super(message)
    this.leaks = leaks
  }
}

/** One line for each, worst first. */
export function describeLeaks(leaks: readonly Finding[], invocations: number): string {
  const worst = leaks.toSorted((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity))
  const lines = worst.map((leak) => `  ${leak.name}${placeOf(leak)}: ${wordsFor(leak)} [${leak.severity}]`)
  const count = leaks.length === 1 ? 'one leak' : `${leaks.length} leaks`
  return `${count} in ${invocations} invocations\n${lines.join('\n')}`
}

function placeOf({ location }: Finding): string {
  return location === undefined ? '' : ` (${location})`
}

function wordsFor({ kind, class: of, severity, sizeFirst, size, invocations }: Finding): string {
  if (kind === 'retained_event') return 'keeps the event or context of an earlier invocation'
  if (of === 'bleed') {
    return severity === 'critical'
      ? "an earlier request's data, which was in the answer to another"
      : "holds an earlier request's data where the next can read it"
  }
  if (of === 'background') return 'goes on after the response'
  if (kind === 'connection_churn') return 'a new connection at each invocation'
  if (of === 'state') return 'was changed, and stays so for the invocations after'
  return `grew from ${sizeFirst} to ${size} over ${invocations} invocations`
}
