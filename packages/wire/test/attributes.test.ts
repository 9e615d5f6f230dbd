import { expect, test } from 'vitest'
import { ATTRIBUTES, key } from '../src/index.ts'

const NOT_ATTRIBUTES = new Set([
  'init',
  'thermocline.finding',
  'thermocline.module',
  '@thermocline/lambda',
  key.SCHEMA_VERSION,
])

test('every attribute name stands once in the table, and every row of the table is a name of keys.ts', () => {
  const named = Object.values(key).filter((value) => !NOT_ATTRIBUTES.has(value))
  expect(ATTRIBUTES.map((attribute) => attribute.key).toSorted()).toEqual(named.map(String).toSorted())
})

test('a duration says its unit at the end of its name', () => {
  const ends = { ms: '_ms', us: '_us', bytes: '', count: '', ratio: '', none: '' }
  const silent = ATTRIBUTES.filter((attribute) => !attribute.key.endsWith(ends[attribute.unit]))
  expect(silent).toEqual([])
})

test('whatever has a unit is a number', () => {
  const words = ATTRIBUTES.filter(({ unit, type }) => unit !== 'none' && type !== 'int' && type !== 'double')
  expect(words).toEqual([])
})

test('only whole numbers are ints: milliseconds and ratios are doubles', () => {
  const doubles = ATTRIBUTES.filter((attribute) => attribute.type === 'double').map(
    (attribute) => attribute.unit,
  )
  expect(new Set(doubles)).toEqual(new Set(['ms', 'us', 'ratio']))
})
