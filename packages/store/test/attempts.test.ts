import { describe, expect, test } from 'vitest'
import { unixUs, type InvocationSighting } from '@thermocline/wire'
import { seeded, shuffled } from '@thermocline/testkit/random'
import { at } from '@thermocline/testkit/rows'
import { mergeAttempts, type Attempt } from '../src/attempts.ts'
import { sighting } from './build.ts'

describe('attempts', () => {
  test('are the groups of sightings linked by near starts or by overlap, whatever the order of arrival', () => {
    for (let seed = 1; seed <= 150; seed++) {
      const random = seeded(seed)
      const sightings = some(random)
      const expected = groups(sightings).map(firstStart)
      for (let order = 0; order < 4; order++) {
        const attempts = inPieces(shuffled(sightings, random), random)
        expect(attempts.map((attempt) => attempt.firstStart)).toEqual(expected)
      }
    }
  })

  test.each([
    ['starts 30 s apart', 0, undefined, 30, true],
    ['starts more than 30 s apart', 0, undefined, 30.000001, false],
    ['a start a second after a late end', 0, 40, 41, true],
    ['a start more than a second after a late end', 0, 40, 41.000001, false],
    ['an end before its start', 0, -100, 30, true],
  ])('%s', (_, start, end, next, isOne) => {
    const first = sighting({ start: at(start), ...(end !== undefined && { end: at(end) }) })
    const { attempts } = mergeAttempts([], [sighting({ start: at(next) }), first])
    expect(attempts).toHaveLength(isOne ? 1 : 2)
  })
})

/** Up to eight sightings within ten minutes, some of them long, some without an end. */
function some(random: () => number): InvocationSighting[] {
  return Array.from({ length: 2 + Math.floor(random() * 7) }, () => {
    const start = Math.floor(random() * 600) * 1e6
    const end = start + Math.floor(random() * (random() < 0.5 ? 10 : 200)) * 1e6
    return sighting({
      source: random() < 0.5 ? 'span' : 'log',
      start: unixUs(at(0) + start),
      ...(random() < 0.8 && { end: unixUs(at(0) + end) }),
    })
  })
}

function inPieces(sightings: readonly InvocationSighting[], random: () => number): readonly Attempt[] {
  const cut = Math.floor(random() * sightings.length)
  const pieces = [sightings.slice(0, cut), ...sightings.slice(cut).map((one) => [one])]
  return pieces.reduce<readonly Attempt[]>((old, piece) => mergeAttempts(old, piece).attempts, [])
}

/** The definition itself: pairs that link, and what hangs together through them. Earliest group first. */
function groups(sightings: readonly InvocationSighting[]): InvocationSighting[][] {
  let found: InvocationSighting[][] = []
  for (const one of sightings) {
    const linked = found.filter((group) => group.some((other) => isLinked(one, other)))
    found = [...found.filter((group) => !linked.includes(group)), [one, ...linked.flat()]]
  }
  return found.toSorted((a, b) => firstStart(a) - firstStart(b))
}

function firstStart(group: readonly InvocationSighting[]): number {
  return Math.min(...group.map(({ start }) => start))
}

function isLinked(a: InvocationSighting, b: InvocationSighting): boolean {
  const [early, late] = a.start <= b.start ? [a, b] : [b, a]
  if (late.start - early.start <= 30e6) return true
  return early.end !== undefined && late.start <= early.end + 1e6
}
