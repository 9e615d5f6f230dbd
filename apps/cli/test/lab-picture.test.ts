import { stripVTControlCharacters } from 'node:util'
import type { ContainerSnapshot, ContainerState } from '@thermocline/lab'
import { expect, test } from 'vitest'
import { picture } from '../src/lab/picture.ts'
import { openScreen } from '../src/lab/screen.ts'

const containers = (functionName: string, ...states: readonly ContainerState[]) =>
  states.map((state) => ({ functionName, state })) as unknown as ContainerSnapshot[]

const tally = { invocations: 12, cold: 2, failed: 1 }
const LEGEND = '  I initialising  B busy  f frozen  r reset  · ready'

function drawn(functions: readonly string[], all: readonly ContainerSnapshot[], columns: number): string[] {
  return picture(functions, all, () => tally, columns).map((line) => stripVTControlCharacters(line))
}

test('a row for each function, a letter for each living container, and what came of its calls', () => {
  const all = [
    ...containers('api', 'initialising', 'busy', 'frozen', 'ended', 'reset', 'ready'),
    ...containers('mail'),
  ]
  expect(drawn(['api', 'mail'], all, 100)).toEqual([
    '  api   IBfr·                     12 invocations, 2 cold, 1 failed',
    '  mail                            12 invocations, 2 cold, 1 failed',
    LEGEND,
  ])
})

test('more containers than there is room for are counted, and no line is longer than the terminal', () => {
  const many = containers('api', ...Array.from({ length: 300 }, () => 'frozen' as const))
  const lines = drawn(['api'], many, 80)
  expect(lines[0]).toMatch(/^ {2}api {2}f+\+\d+ +12 invocations/)
  const letters = lines[0]!.match(/f+(?=\+)/)![0].length
  expect(letters + Number(/\+(\d+)/.exec(lines[0]!)![1])).toBe(300)
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
})

test.each([30, 40, 60, 75])('a terminal of %i columns gets lines that fit', (columns) => {
  const many = containers(
    'a-function-with-a-long-name',
    ...Array.from({ length: 50 }, () => 'frozen' as const),
  )
  const lines = drawn(['a-function-with-a-long-name'], many, columns)
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns)
  expect(lines[0]).toContain('12/2/1')
})

function terminal(isTTY: boolean) {
  const written: string[] = []
  const stream = { isTTY, columns: 80, write: (text: string) => written.push(text) > 0 }
  return { written, stream: stream as unknown as NodeJS.WriteStream }
}

test('on a terminal a line that stays goes above the picture, which is taken away at the end', () => {
  const { written, stream } = terminal(true)
  const screen = openScreen(stream, () => ['row', 'legend'])
  screen.say('one')
  screen.say('two')
  screen.close()
  expect(written).toEqual([
    'one\n',
    'row\nlegend\n',
    '\u001B[2A\u001B[0J',
    'two\n',
    'row\nlegend\n',
    '\u001B[2A\u001B[0J',
  ])
})

test('elsewhere only the lines that stay are written', () => {
  const { written, stream } = terminal(false)
  const screen = openScreen(stream, () => ['row'])
  screen.say('one')
  screen.close()
  expect(written).toEqual(['one\n'])
})
