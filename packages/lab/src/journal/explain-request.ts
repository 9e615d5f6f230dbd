import type { UnixUs } from '@thermocline/wire'
import type { FunctionEntry } from './entry.ts'
import { censusBefore } from './explain-census.ts'
import type { Attempt, ContainerHistory, Course, History } from './explain-history.ts'
import { because, moment, outcomeOf, span, states, throttled } from './explain-words.ts'

/** What became of a request, each time it came, as text. */
export function explainRequest(history: History, requestId: string): string {
  const attempts = history.attempts.get(requestId) ?? []
  const times = attempts.length === 1 ? '' : `, which came ${attempts.length} times`
  return [
    `request ${requestId} of ${history.run.function}${times}`,
    ...attempts.flatMap((attempt) => explainAttempt(history, attempt)),
  ].join('\n')
}

function explainAttempt(history: History, attempt: Attempt): string[] {
  const { arrived, course } = attempt
  const tenant = arrived.tenant === null ? '' : ` for tenant ${arrived.tenant}`
  return [
    `  arrived    ${moment(arrived.at)}${tenant}; ${states(stateAt(history, attempt).all, 'container')}`,
    ...(course === null
      ? [`  placed     ${notPlaced(history, attempt)}`]
      : placement(history, attempt, course)),
  ]
}

function stateAt({ run }: History, { index, arrived }: Attempt): ReturnType<typeof censusBefore> {
  const tenant = run.opened.policy.tenants ? arrived.tenant : null
  return censusBefore(run.entries, index, {
    revision: revisionAt(run.entries, index, run.opened.version),
    tenant,
  })
}

/** As the scheduler counts it. */
function revisionAt(
  entries: readonly FunctionEntry[],
  index: number,
  version: string,
): { readonly code: number; readonly config: number; readonly version: string } {
  const changes = entries
    .slice(0, index)
    .flatMap((entry) => (entry.kind === 'changed' ? [entry.change.kind] : []))
  const count = (kind: 'deploy' | 'config'): number => 1 + changes.filter((change) => change === kind).length
  return { code: count('deploy'), config: count('config'), version }
}

function notPlaced(history: History, attempt: Attempt): string {
  const { policy } = history.run.opened
  if (attempt.throttled !== null) {
    const { reason: why } = attempt.throttled
    return `nowhere, throttled: ${throttled(why, stateAt(history, attempt), policy)} (${why})`
  }
  const made = attempt.made === null ? undefined : history.containers.get(attempt.made)
  if (made === undefined)
    return 'nowhere: it waited for the init of a container made ahead, and the journal ends first'
  const lost = made.lostAt === null ? 'whose init was never over' : 'which could not be started: it failed'
  return `nowhere: it waited for container ${made.made.container}, ${lost}`
}

function placement(history: History, attempt: Attempt, course: Course): string[] {
  const { placed, finished } = course
  const waited = placed.at - attempt.arrived.at
  return [
    `  placed     ${moment(placed.at)} in container ${placed.container}, ${reason(history, attempt, course)}`,
    `  began      ${placed.start}${waited === 0 ? ', at once' : `, after waiting ${span(waited)}`}`,
    `  ended      ${finished === null ? lostIn(history.containers.get(placed.container)) : ending(placed.at, finished)}`,
  ]
}

/** Why there. */
function reason({ run, containers }: History, attempt: Attempt, { placed }: Course): string {
  const { policy } = run.opened
  const container = containers.get(placed.container)
  if (container === undefined) return 'of which the journal has nothing'
  const { made } = container
  if (attempt.made === placed.container)
    return `made for it because ${because(made, censusBefore(run.entries, container.index, made), policy)} (${made.cause})`
  if (attempt.made !== null)
    return `which became free before container ${attempt.made} was ready, that had been made for it`
  if (placed.at > attempt.arrived.at) return 'which was being made ahead, and for whose init it waited'
  if (made.initType !== 'on-demand') return 'which was kept ready'
  const order = policy.pick === 'most_recent' ? 'most recently' : 'the longest ago'
  return `which was idle, of those the one used ${order}`
}

function ending(from: UnixUs, finished: NonNullable<Course['finished']>): string {
  return `${moment(finished.at)}, after ${span(finished.at - from)}: ${outcomeOf(finished)}`
}

function lostIn(container: ContainerHistory | undefined): string {
  if (container?.ended?.reason === 'failed')
    return `never: its container was lost ${moment(container.ended.at)}`
  if (container?.ended?.reason === 'stopped')
    return `never: the lab was stopped ${moment(container.ended.at)}`
  return 'not while the journal goes on'
}
