import { styleText } from 'node:util'
import type { ContainerSnapshot, ContainerState } from '@thermocline/lab'

// A live picture of the containers: a row for each function, a letter for each container.

const CELLS: Readonly<
  Record<Exclude<ContainerState, 'ended'>, readonly [letter: string, Parameters<typeof styleText>[0]]>
> = {
  initialising: ['I', 'yellow'],
  busy: ['B', 'green'],
  ready: ['·', 'green'],
  frozen: ['f', 'blue'],
  reset: ['r', 'red'],
}

const LEGEND = 'I initialising  B busy  f frozen  r reset  · ready'

/** What is told of a function beside its containers. */
export interface FunctionTally {
  readonly invocations: number
  readonly cold: number
  readonly failed: number
}

/** Lines of at most so many columns, from 30 on. */
export function picture(
  functions: readonly string[],
  containers: readonly ContainerSnapshot[],
  tallyOf: (functionName: string) => FunctionTally,
  columns: number,
): string[] {
  const nameWidth = Math.min(Math.max(...functions.map((name) => name.length), 0), Math.floor(columns / 4))
  const rows = functions.map((name) => {
    const own = containers.filter(({ functionName, state }) => functionName === name && state !== 'ended')
    const told = inWords(tallyOf(name), columns >= WIDE)
    const room = Math.max(4, columns - nameWidth - told.length - 6)
    return `  ${name.slice(0, nameWidth).padEnd(nameWidth)}  ${cells(own, room)}  ${told}`
  })
  return [...rows, styleText('dim', `  ${LEGEND}`.slice(0, columns))]
}

const WIDE = 76

function cells(own: readonly ContainerSnapshot[], room: number): string {
  const shown = own.slice(0, own.length > room ? room - 4 : room)
  const letters = shown.map(({ state }) => {
    const [letter, colour] = CELLS[state as keyof typeof CELLS]
    return styleText(colour, letter)
  })
  const more = own.length - shown.length
  const width = shown.length + (more > 0 ? String(more).length + 1 : 0)
  return `${letters.join('')}${more > 0 ? `+${more}` : ''}${' '.repeat(Math.max(0, Math.min(room, 24) - width))}`
}

function inWords({ invocations, cold, failed }: FunctionTally, wide: boolean): string {
  return wide
    ? `${invocations} invocations, ${cold} cold, ${failed} failed`
    : `${invocations}/${cold}/${failed}`
}
