import { expect, test } from 'vitest'
import { readJournal } from '../src/journal/read.ts'
import { arrived, lines, made, opened, ready } from './journal-lines.ts'

const ENTRIES = lines([opened(), arrived(1, 'a', 'blue'), made(1, 1, { requestId: 'a' }), ready(2, 1)])
const LINES = ENTRIES.map((entry) => JSON.stringify(entry))

test('a journal is read line by line, blank ones left out', () => {
  expect(readJournal(`${LINES.join('\n\n')}\r\n`)).toEqual(ENTRIES)
  expect(readJournal('')).toEqual([])
})

test('a last line that a kill has cut is left out, wherever it was cut', () => {
  const whole = `${LINES.slice(0, -1).join('\n')}\n`
  const last = LINES.at(-1)!
  for (let length = 1; length < last.length; length++)
    expect(readJournal(whole + last.slice(0, length))).toEqual(ENTRIES.slice(0, -1))
  expect(readJournal(whole + last)).toEqual(ENTRIES)
})

test.each([
  ['no JSON', '{"kind":', 'it must be JSON, got "{\\"kind\\":"'],
  ['a list', '[]', 'it must be an object, got []'],
  ['another version', { kind: 'opened', at: 1, journal: 2 }, 'journal must be 1, got 2'],
  ['no version', { kind: 'opened', at: 1 }, 'journal must be 1, got nothing'],
  ['an unknown kind', { kind: 'toString', at: 1 }, 'kind must be opened or arrived or ready or finished'],
  ['no moment', { kind: 'stopped' }, 'at must be a whole number, got nothing'],
  ['a moment of milliseconds', { kind: 'stopped', at: 1.5 }, 'at must be a whole number, got 1.5'],
  ['a moment gone back', { kind: 'stopped', at: 1 }, 'at must be 1795435200002000 or later, got 1'],
  [
    'an unknown reason',
    { kind: 'ended', at: 2e15, container: 1, reason: 'bored' },
    'reason must be idle or age or deploy',
  ],
  [
    'an unknown change',
    { kind: 'changed', at: 2e15, change: { kind: 'x' } },
    'change.kind must be deploy or config or provision, got "x"',
  ],
  [
    'a part of the wrong kind',
    {
      kind: 'made',
      at: 2e15,
      container: 1,
      cause: 'first',
      requestId: null,
      initType: 'on-demand',
      revision: { code: 1, config: '1', version: '1' },
      tenant: null,
    },
    'revision.config must be a whole number, got "1"',
  ],
])('a line with %s is refused by its number, with what was wanted and met', (_what, line, words) => {
  const bad = typeof line === 'string' ? line : JSON.stringify({ function: 'orders', ...line })
  const text = [...LINES, bad, LINES.at(-1)].join('\n')
  expect(() => readJournal(text)).toThrow(`line 5 of the journal: ${words}`)
  expect(() => readJournal(text)).toThrow(expect.objectContaining({ code: 'bad_log' }))
})

test('a function whose first line is missing is refused: nothing says under which policy it was', () => {
  expect(() => readJournal(LINES.slice(1).join('\n'))).toThrow(
    'line 1 of the journal: the first line of orders must be its "opened", got "arrived"',
  )
})

test('a policy in which a figure is lost is refused by its name', () => {
  const line = LINES[0]!.replace('"maxAge":7200000', '"maxAge":null')
  expect(() => readJournal(`${line}\n`)).toThrow('policy.maxAge must be a number, got null')
})
