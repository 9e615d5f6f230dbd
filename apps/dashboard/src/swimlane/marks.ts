import type { Outcome, Start } from '@thermocline/wire'

// What a pixel can show, from harmless to worst: when several bars share one, the highest mark wins.
// So a single cold start among a thousand warm invocations is never hidden. Nor does an init hide a failure or a failure
// an init, such as a cold start that threw: where both fall on one pixel, each has half of the lane's height.

export const MARKS = [
  'nothing',
  'frozen',
  'warm',
  'provisioned-run',
  'proactive-run',
  'restored-run',
  'reinit-run',
  'cold-run',
  'error',
  'timeout',
  'provisioned',
  'proactive',
  'restored',
  'reinit',
  'cold',
] as const
/** Index into {@link MARKS}. */
export type Mark = number

export const NOTHING: Mark = MARKS.indexOf('nothing')
export const FROZEN: Mark = MARKS.indexOf('frozen')
/** An init, an error or a timeout: from here on a mark fills its lane's height, so that it stands out by shape as well as by colour. */
export const LOUD: Mark = MARKS.indexOf('error')

const INIT_MARK: Readonly<Record<Start, Mark>> = {
  warm: NOTHING,
  provisioned: MARKS.indexOf('provisioned'),
  proactive: MARKS.indexOf('proactive'),
  restored: MARKS.indexOf('restored'),
  reinit: MARKS.indexOf('reinit'),
  cold: MARKS.indexOf('cold'),
}

const RUN_MARK: Readonly<Record<Start, Mark>> = {
  warm: MARKS.indexOf('warm'),
  provisioned: MARKS.indexOf('provisioned-run'),
  proactive: MARKS.indexOf('proactive-run'),
  restored: MARKS.indexOf('restored-run'),
  reinit: MARKS.indexOf('reinit-run'),
  cold: MARKS.indexOf('cold-run'),
}

const OUTCOME_MARK: Readonly<Record<Outcome, Mark>> = {
  ok: NOTHING,
  error: MARKS.indexOf('error'),
  timeout: MARKS.indexOf('timeout'),
}

/** Mark of the init before an invocation; {@link NOTHING} for a warm one. */
export function initMark(start: Start): Mark {
  return INIT_MARK[start]
}

/** Mark of the run itself. */
export function runMark(start: Start, outcome: Outcome): Mark {
  return Math.max(OUTCOME_MARK[outcome], RUN_MARK[start])
}

/** Which half of a lane: inits come first in the upper one, failures in the lower one. */
export type Half = 'upper' | 'lower'

/** The mark that a half of the lane shows where an init and a run fall on the same pixel. */
export function markIn(half: Half, init: Mark, run: Mark): Mark {
  if (init === NOTHING) return run
  return half === 'lower' && isFailure(run) ? run : init
}

/** Higher for what is preferred in that half of the lane, of several marks near one pixel. */
export function rankIn(half: Half, mark: Mark): number {
  return half === 'lower' && isFailure(mark) ? mark + MARKS.length : mark
}

function isFailure(mark: Mark): boolean {
  return mark === OUTCOME_MARK.error || mark === OUTCOME_MARK.timeout
}
