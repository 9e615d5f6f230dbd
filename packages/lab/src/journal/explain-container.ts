import type { UnixUs } from '@thermocline/wire'
import { censusBefore } from './explain-census.ts'
import type { ContainerHistory, Course, History } from './explain-history.ts'
import { because, counted, ended, INIT_WORDS, moment, OUTCOME_WORDS, span, states } from './explain-words.ts'

/** One container's life, as text. */
export function explainContainer({ run }: History, container: ContainerHistory): string {
  const { made } = container
  const { policy } = run.opened
  const census = censusBefore(run.entries, container.index, made)
  const name = made.logStream === undefined ? '' : `, ${made.logStream}`
  return [
    `container ${made.container} of ${run.function}${name}`,
    `  made     ${moment(made.at)} ${INIT_WORDS[made.initType]}, because ${because(made, census, policy)} (${made.cause})`,
    `           ${waiter(container)}; of the others then ${states(census.all)}`,
    ...(made.tenant === null ? [] : [`  tenant   ${made.tenant}`]),
    `  init     ${initOf(container)}`,
    ...container.invocations.map((course, index) => `${heading(index)} ${courseLine(course)}`),
    ...(container.invocations.length === 0 ? ['  ran      nothing'] : []),
    `  still    ${stopsOf(container)}`,
    ...container.resets.map(({ at, by }) => `  reset    ${moment(at)} ${resetBy(by)}`),
    `  ended    ${endOf(container, policy)}`,
  ].join('\n')
}

function waiter({ made: { requestId } }: ContainerHistory): string {
  return requestId === null ? 'made ahead, nobody waited for it' : `${requestId} waited for it`
}

function initOf({ made, ready, lostAt }: ContainerHistory): string {
  if (ready === null)
    return lostAt === null
      ? 'was not over when it ended'
      : `could not be begun: lost after ${span(lostAt - made.at)}`
  const took = span(ready.at - made.at)
  return ready.ok ? `took ${took}` : `failed after ${took}; the first invocation begins with another`
}

function heading(index: number): string {
  return index === 0 ? '  ran     ' : '          '
}

/** `12:00:00.334 5f… cold, 30.1 ms, it answered`. */
function courseLine({ placed, finished }: Course): string {
  const begun = `${moment(placed.at)} ${placed.requestId} ${placed.start}`
  if (finished === null) return `${begun}, never over`
  const reset = finished.reset ? ' and its process was gone' : ''
  return `${begun}, ${span(finished.at - placed.at)}, ${OUTCOME_WORDS[finished.outcome]}${reset}`
}

function stopsOf({ stops, ended: end }: ContainerHistory): string {
  if (stops.length === 0) return 'never'
  const thaws = stops.filter(({ thawedAt }) => thawedAt !== null).length
  const us = stops.reduce(
    (sum, { frozenAt, thawedAt }) => sum + ((thawedAt ?? end?.at ?? frozenAt) - frozenAt),
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
