import type { Played } from './run.ts'
import type { Facet } from './style.ts'

/** One thing that was not as it is without us. */
export interface Difference {
  readonly facet: Facet
  readonly text: string
}

/** In everything that a caller, or a reader of the log, can tell the two runs by. */
export function differences(bare: Played, wrapped: Played): Difference[] {
  return [
    ...bare.invocations.flatMap((invocation, index) => [
      ...differ('answer', `invocation ${index + 1}`, invocation.answer, wrapped.invocations[index]?.answer),
      ...differ(
        'process',
        `invocation ${index + 1}`,
        [invocation.process],
        [wrapped.invocations[index]?.process ?? 'none'],
      ),
    ]),
    ...differ('platform', 'event', bare.platform, wrapped.platform),
    ...differ('lines', 'line', bare.lines, wrapped.lines),
  ]
}

/** What differs from what is expected of the SDK itself. */
export function differ(
  facet: Facet,
  where: string,
  bare: readonly string[],
  wrapped: readonly string[] = [],
): Difference[] {
  return Array.from({ length: Math.max(bare.length, wrapped.length) }, (_, index) => index)
    .filter((index) => bare[index] !== wrapped[index])
    .map((index) => ({
      facet,
      text: `${where} [${index}]\n  wanted ${bare[index] ?? 'nothing'}\n  met    ${wrapped[index] ?? 'nothing'}`,
    }))
}
