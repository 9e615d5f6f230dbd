import { ThermoclineError } from '@thermocline/wire'
import type { JournalEntry } from './entry.ts'
import { explainContainer } from './explain-container.ts'
import { historyOf } from './explain-history.ts'
import type { ContainerHistory, History } from './explain-history.ts'
import { explainRequest } from './explain-request.ts'
import { summarize } from './explain-summary.ts'
import { runsOf } from './read-runs.ts'

/**
 * Text for people about a container (its number, its log stream, or the last 8 characters or more of that) or about a
 * request id; without a question, about everything in numbers. Where several functions or runs have what is asked for,
 * one after the other. Throws `not_found` when none has.
 */
export function explain(entries: readonly JournalEntry[], question?: string): string {
  const histories = runsOf(entries).map(historyOf)
  if (question === undefined)
    return histories.length === 0 ? 'the journal is empty' : histories.map(summarize).join('\n\n')
  const answers = histories.flatMap((history) => answersOf(history, question))
  if (answers.length > 0) return answers.join('\n\n')
  const wanted = 'the number of a container, its log stream or the last 8 characters of it, or a request id'
  throw new ThermoclineError(
    'not_found',
    `the journal has nothing of ${JSON.stringify(question)}: ask for ${wanted}`,
  )
}

function answersOf(history: History, question: string): string[] {
  const containers = [...history.containers.values()].filter((container) => isMeant(container, question))
  return [
    ...containers.map((container) => explainContainer(history, container)),
    ...(history.attempts.has(question) ? [explainRequest(history, question)] : []),
  ]
}

function isMeant({ made: { container, logStream } }: ContainerHistory, question: string): boolean {
  if (String(container) === question || logStream === question) return true
  return question.length >= FEWEST_CHARACTERS && logStream?.endsWith(question) === true
}

const FEWEST_CHARACTERS = 8
