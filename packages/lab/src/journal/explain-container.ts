import type { UnixUs } from '@thermocline/wire'
import { censusBefore } from './explain-census.ts'
import type { ContainerHistory, Course, History } from './explain-history.ts'
import {
  because,
  counted,
  ended,
  INIT_WORDS,
  moment,
  OUTCOME_WORDS,
  outcomeOf,
  span,
  states,
} from './explain-words.ts'

/** One container's life, as text. */
export function explainContainer(history: History, container: ContainerHistory): string {
  const { run } = history
  const { made } = container
  const { policy } = run.opened
  const census = censusBefore(run.entries, container.index, made)
  const name = made.logStream === undefined ? '' : `, ${made.logStream}`
  return [
    `container ${made.container} of ${run.function}${name}`,
    `  made     ${moment(made.at)} ${INIT_WORDS[made.initType]}, because ${because(made, census, policy)} (${made.cause})`,
    `           ${waiter(history, made)}; ${states(census.all, 'other container')}`,
    ...(made.tenant === null ? [] : [`  tenant   ${made.tenant}`]),
    `  init     ${initOf(container)}`,
    ...container.invocations.map((course, index) => `${heading(index)} ${courseLine(course)}`),
    ...(container.invocations.length === 0 ? ['  ran      nothing'] : []),
    `  still    ${stopsOf(container)}`,
    ...container.resets.map(({ at, by }) => `  reset    ${moment(at)} ${resetBy(by)}`),
    `  ended    ${endOf(container, policy)}`,
  ].join('\n')
}

function waiter({ attempts }: History, { container, requestId }: ContainerHistory['made']): string {
  if (requestId === null) return 'made ahead, nobody waited for it'
  const course = attempts.get(requestId)?.find(({ made }) => made === container)?.course ?? null
  const elsewhere = course !== null && course.placed.container !== container
  return `${requestId} waited for it${elsewhere ? `, until container ${course.placed.container} became free` : ''}`
}

function initOf({ made, ready, lostAt, ended: end }: ContainerHistory): string {
  if (ready === null) {
    const lost = lostAt !== null && end?.reason === 'failed'
    return lost ? `could not be begun: lost after ${span(lostAt - made.at)}` : 'not over while it lived'
  }
  const took = span(ready.at - made.at)
  return ready.ok ? `took ${took}` : `failed after ${took}; the first invocation begins with another`
}

function heading(index: number): string {
  return index === 0 ? '  ran     ' : '          '
}

/** `2026-11-23 12:00:00.334 5f… cold, 30.1 ms, it answered`. */
function courseLine({ placed, finished }: Course): string {
  const begun = `${moment(placed.at)} ${placed.requestId} ${placed.start}`
  return finished === null
    ? `${begun}, never over`
    : `${begun}, ${span(finished.at - placed.at)}, ${outcomeOf(finished)}`
}

function stopsOf({ stops, ended: end }: ContainerHistory): string {
  if (stops.length === 0) return 'never'
  const thaws = stops.filter(({ thawed }) => thawed).length
  const us = stops.reduce(
    (sum, { frozenAt, overAt }) => sum + ((overAt ?? end?.at ?? frozenAt) - frozenAt),
    0,
  )
  return `frozen ${counted(stops.length, 'time')}, thawed ${counted(thaws, 'time')}, ${span(us)} in all`
}

function resetBy(by: Course | null): string {
  return by === null
    ? 'its process died while it stood still'
    : `${OUTCOME_WORDS[by.finished?.outcome ?? 'crashed']}: ${by.placed.requestId}`
}

function endOf(
  { ended: end, made, invocations }: ContainerHistory,
  policy: Parameters<typeof ended>[1],
): string {
  if (end === null) return 'not while the journal goes on'
  const life = span(end.at - made.at)
  return `${moment(end.at)} as ${ended(end.reason, policy)} (${end.reason}), after ${life}, ${idleFor(end.at, invocations)}`
}

function idleFor(at: UnixUs, invocations: readonly Course[]): string {
  const last = invocations.at(-1)
  if (last === undefined) return 'having run nothing'
  return last.finished === null ? 'while it ran' : `${span(at - last.finished.at)} after its last invocation`
}
