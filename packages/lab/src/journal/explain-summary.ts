import type { ContainerHistory, History } from './explain-history.ts'
import { counted, moment, span } from './explain-words.ts'

/** A run in numbers, as text. */
export function summarize({ run, containers, attempts }: History): string {
  const { opened, entries } = run
  const last = entries.at(-1) ?? opened
  const made = [...containers.values()]
  const tries = [...attempts.values()].flat()
  const courses = made.flatMap(({ invocations }) => invocations)
  const throttled = tries.filter((attempt) => attempt.throttled !== null)
  const changes = entries.flatMap((entry) => (entry.kind === 'changed' ? [entry.change.kind] : []))
  return [
    `${run.function}, ${moment(opened.at)} to ${moment(last.at)} (${span(last.at - opened.at)})`,
    `  calls        ${tries.length}: ${courses.length} placed, ${throttled.length} throttled${tally(throttled, ({ throttled: by }) => by?.reason)}`,
    `  invocations  ${courses.length}${tally(courses, ({ placed }) => placed.start)}`,
    `               ended${tally(courses, ({ finished }) => finished?.outcome ?? 'never')}`,
    `  containers   ${counted(made.length, 'container')} made${tally(made, ({ made: { cause } }) => cause)}`,
    `               ended${tally(made, ({ ended }) => ended?.reason ?? 'not')}`,
    `               ${counted(
      sum(made, ({ resets }) => resets.length),
      'reset',
    )}, ${counted(
      sum(made, ({ stops }) => stops.length),
      'freeze',
    )}`,
    ...(changes.length === 0 ? [] : [`  changes      ${changes.length}${tally(changes, (kind) => kind)}`]),
    ...listed(made),
  ].join('\n')
}

// The newest: what one asks about has mostly just happened.
const MOST_LISTED = 30

function listed(made: readonly ContainerHistory[]): string[] {
  if (made.length === 0) return []
  const left = Math.max(0, made.length - MOST_LISTED)
  return [
    `  each         ask for one by its number, its log stream or the last 8 characters of that${left > 0 ? `; ${left} older ones are left out` : ''}`,
    ...made.slice(left).map((one) => `               ${lineOf(one)}`),
  ]
}

function lineOf({ made, invocations, ended }: ContainerHistory): string {
  const { container, logStream, at, cause } = made
  const name = logStream === undefined ? '' : ` ${logStream.slice(-8)}`
  const end = ended === null ? 'still there' : `ended ${ended.reason}`
  return `${container}${name}  ${moment(at)}  ${cause}, ${counted(invocations.length, 'invocation')}, ${end}`
}

/** `: cold 3, warm 2`, the most frequent first; nothing where there is nothing. */
function tally<T>(items: readonly T[], wordOf: (item: T) => string | undefined): string {
  const counts = new Map<string, number>()
  for (const item of items) {
    const word = wordOf(item)
    if (word !== undefined) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  if (counts.size === 0) return ''
  const told = [...counts].toSorted((a, b) => b[1] - a[1]).map(([word, count]) => `${word} ${count}`)
  return `: ${told.join(', ')}`
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
