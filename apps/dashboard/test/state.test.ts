import { describe, expect, test } from 'vitest'
import {
  containerState,
  functionState,
  HOME,
  hrefOf,
  readState,
  type State,
  subjectOf,
  traceState,
} from '../src/state.ts'

function read(href: string): State {
  return readState(new URL(href, 'http://127.0.0.1:4318'))
}

const STATES: readonly (readonly [string, State])[] = [
  ['/', HOME],
  ['/?sort=name&dir=down', { ...HOME, sort: 'name', down: true }],
  ['/?sort=name', { ...HOME, sort: 'name', down: false }],
  [
    '/?sort=cold&dir=up&filter=a+%26b&findings=all&more=1',
    { ...HOME, sort: 'cold', down: false, filter: 'a &b', allFindings: true, more: true },
  ],
  ['/function?key=api%401%2Feu-central-1', functionState('api@1/eu-central-1')],
  [
    '/function?key=api&cause=scale_out&warm=1&table=starts.lanes&page=3&range=1716900000000.5_1716900001000',
    {
      ...functionState('api'),
      cause: 'scale_out',
      warm: true,
      tables: ['starts', 'lanes'],
      page: 3,
      range: { fromMs: 1716900000000.5, toMs: 1716900001000 },
    },
  ],
  [
    '/container?id=2024%2F05%2F28%2F%5B%24LATEST%5Dab&page=2',
    { ...containerState('2024/05/28/[$LATEST]ab'), page: 2 },
  ],
  ['/trace?id=abc&span=def&all=1', { ...traceState('abc', 'def'), all: true }],
  ['/words', { view: 'words' }],
  ['/nowhere?x=1', { view: 'lost', path: '/nowhere?x=1' }],
]

describe('the URL is the state', () => {
  test.each(STATES)('%s is read, and written the same', (href, state) => {
    expect(read(href)).toEqual(state)
    expect(hrefOf(state)).toBe(href)
  })

  test('what a URL says wrongly becomes the default', () => {
    expect(read('/?sort=nonsense')).toEqual(HOME)
    expect(read('/function?key=a&cause=why&page=-3&table=x.inits.y&range=9_1')).toEqual({
      ...functionState('a'),
      tables: ['inits'],
    })
    expect(read('/function?key=a&page=1.5&range=a_b')).toEqual(functionState('a'))
  })

  test('a view without its id is not found rather than empty', () => {
    expect(read('/function')).toEqual({ view: 'lost', path: '/function' })
    expect(read('/trace?span=1')).toEqual({ view: 'lost', path: '/trace?span=1' })
  })

  test('a filter does not change the subject, another function does', () => {
    const one = functionState('a')
    expect(subjectOf({ ...one, page: 2, cause: 'first' })).toBe(subjectOf(one))
    expect(subjectOf(functionState('b'))).not.toBe(subjectOf(one))
  })
})
