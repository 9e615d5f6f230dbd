import { expect, test } from 'vitest'
import { createPlaces } from '../src/places.ts'

test('Back and Forward return to where each step of the history was left', () => {
  const places = createPlaces(null)
  const list = places.push()
  places.leave(700)
  const detail = places.push()
  places.leave(120)
  expect(places.arrive(list)).toBe(700)
  places.leave(650)
  expect(places.arrive(detail)).toBe(120)
  expect(places.arrive(list)).toBe(650)
})

test('a new step begins without a place, also after a step back', () => {
  const places = createPlaces(null)
  const first = places.push()
  places.leave(10)
  const second = places.push()
  places.leave(20)
  places.arrive(first)
  places.leave(30)
  const third = places.push()
  expect(new Set([first, second, third]).size).toBe(3)
  expect(places.arrive(third)).toBeNull()
})

test('places outlive a reload, and a step made after it is a new one', () => {
  const before = createPlaces(null)
  const step = before.push()
  before.leave(700)
  const after = createPlaces(before.text())
  expect(after.push()).not.toBe(step)
  expect(after.arrive(step)).toBe(700)
})

test.each(['', '{"1":2}', '[[1,"x"],[2],[null,3],7]', 'undefined'])(
  '%s in the memory is as good as none',
  (stored) => {
    const places = createPlaces(stored)
    expect(places.text()).toBe('[]')
  },
)
