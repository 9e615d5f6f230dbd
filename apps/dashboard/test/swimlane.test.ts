import { describe, expect, test } from 'vitest'
import { moved } from '../src/swimlane/cursor.ts'
import { invocationAt, isInView, spotAt } from '../src/swimlane/hit.ts'
import { meaningOf } from '../src/swimlane/keys.ts'
import { MARKS, markIn } from '../src/swimlane/marks.ts'
import { markRow, paint } from '../src/swimlane/paint.ts'
import { sceneOf } from '../src/swimlane/scene.ts'
import { sizesOf } from '../src/swimlane/sizes.ts'
import { ticks } from '../src/swimlane/ticks.ts'
import { aliveIn, firstAtLeast, type Track, tracksOf } from '../src/swimlane/track.ts'
import { everything, fit, pan, reveal, rounded, zoom } from '../src/swimlane/window.ts'
import { type Bar, lane } from './builders.ts'

function track(bars: readonly Bar[]): Track {
  const made = tracksOf([lane('c', bars)]).list[0]
  if (made === undefined) throw new Error('a lane without bars')
  return made
}

/** The marks of a lane drawn over 0..width ms, one pixel a millisecond; both where its halves differ. */
function marksOf(bars: readonly Bar[], width: number, loudWidth = 1): readonly string[] {
  const marks = { inits: new Uint8Array(width), runs: new Uint8Array(width) }
  markRow(track(bars), { range: { fromMs: 0, toMs: width }, width, loudWidth, runWidth: 1 }, marks)
  return Array.from(marks.runs, (run, x) => {
    const [upper, lower] = (['upper', 'lower'] as const).map((half) => markIn(half, marks.inits[x] ?? 0, run))
    const names = upper === lower ? [upper] : [upper, lower]
    return names.map((mark) => MARKS[mark ?? 0]).join('/')
  })
}

describe('marks', () => {
  test('an init is drawn before its run, and freezing between runs', () => {
    const bars: readonly Bar[] = [
      { at: 3, took: 1.5, start: 'cold', init: 2 },
      { at: 7, took: 0.5 },
    ]
    expect(marksOf(bars, 9)).toEqual([
      'nothing',
      'cold',
      'cold',
      'cold',
      'cold-run',
      'frozen',
      'frozen',
      'warm',
      'nothing',
    ])
  })

  test('of several bars on one pixel the worst is seen: timeout over error over warm', () => {
    const crowd: readonly Bar[] = Array.from({ length: 1000 }, (_, i) => ({ at: i / 2000, took: 0.0001 }))
    expect(marksOf(crowd, 1)).toEqual(['warm'])
    expect(marksOf([...crowd, { at: 0.6, took: 0.1, outcome: 'error' }], 1)).toEqual(['error'])
    expect(
      marksOf(
        [...crowd, { at: 0.6, took: 0.1, outcome: 'error' }, { at: 0.8, took: 0.1, outcome: 'timeout' }],
        1,
      ),
    ).toEqual(['timeout'])
  })

  test('an init and a failure on one pixel are both seen, one above the other', () => {
    expect(marksOf([{ at: 0.5, took: 0.1, start: 'cold', init: 0.3, outcome: 'error' }], 1)).toEqual([
      'cold/error',
    ])
    expect(
      marksOf(
        [
          { at: 0.1, took: 0.1, outcome: 'timeout' },
          { at: 0.5, took: 0.1, start: 'reinit' },
        ],
        1,
      ),
    ).toEqual(['reinit/timeout'])
  })

  test('far out, a failure keeps two pixels of its own colour beside a cold start and another failure', () => {
    const bars: readonly Bar[] = [
      { at: 3.2, took: 0.1, outcome: 'timeout' },
      { at: 4.4, took: 0.1, start: 'cold', init: 0.2 },
      { at: 7.5, took: 0.1, outcome: 'error' },
      { at: 8.1, took: 0.1, outcome: 'timeout' },
    ]
    expect(marksOf(bars, 12, 2)).toEqual([
      'nothing',
      'nothing',
      'timeout',
      'timeout',
      'cold',
      'cold',
      'error',
      'error',
      'timeout',
      'timeout',
      'nothing',
      'nothing',
    ])
  })

  test('a cold start whose init duration nobody knows is as loud as one with it', () => {
    expect(marksOf([{ at: 1, took: 0.5, start: 'cold' }], 3)).toEqual(['nothing', 'cold', 'nothing'])
  })

  test('an init shorter than a pixel keeps its least width, a warm run does not grow', () => {
    expect(
      marksOf([{ at: 2, took: 0.1, start: 'cold', init: 0.1 }], 6, 3).filter((mark) => mark === 'cold'),
    ).toHaveLength(3)
    expect(marksOf([{ at: 2, took: 0.1 }], 6, 3).filter((mark) => mark === 'warm')).toHaveLength(1)
  })

  test('what lies outside the range is not drawn, what reaches into it is', () => {
    expect(
      marksOf(
        [
          { at: -5, took: 7 },
          { at: 20, took: 1 },
        ],
        4,
      ),
    ).toEqual(['warm', 'warm', 'warm', 'frozen'])
  })
})

describe('pixels', () => {
  const palette = Uint32Array.from(MARKS, (_, i) => i)
  const grid = { columns: [], colour: 0 }
  const base = { range: { fromMs: 0, toMs: 4 }, width: 4, gap: 1, loudWidth: 1, runWidth: 1 }

  test('lanes stand under each other with a gap, scrolled by rows', () => {
    const tracks = [track([{ at: 0, took: 4 }]), track([{ at: 0, took: 4, outcome: 'error' }])]
    const pixels = new Uint32Array(4 * 6)
    paint(tracks, { ...base, height: 6, laneHeight: 3, scroll: 0 }, palette, grid, pixels)
    const column = [0, 4, 8, 12, 16, 20].map((i) => MARKS[pixels[i] ?? 0])
    expect(column).toEqual(['warm', 'warm', 'nothing', 'error', 'error', 'nothing'])
    paint(tracks, { ...base, height: 6, laneHeight: 3, scroll: 3 }, palette, grid, pixels)
    expect(MARKS[pixels[0] ?? 0]).toBe('error')
  })

  test('in a tall lane an init fills the height and a warm run does not, so that shape tells them apart', () => {
    const pixels = new Uint32Array(4 * 12)
    const tracks = [
      track([
        { at: 1.5, took: 0.2, start: 'cold', init: 1.5 },
        { at: 3.2, took: 0.5 },
      ]),
    ]
    paint(tracks, { ...base, height: 12, laneHeight: 12, gap: 0, scroll: 0 }, palette, grid, pixels)
    const rows = (x: number): number =>
      Array.from({ length: 12 }, (_, y) => pixels[y * 4 + x]).filter(Boolean).length
    expect([rows(0), rows(3)]).toEqual([12, 8])
  })

  test('a cold start that threw fills its lane with both colours', () => {
    const pixels = new Uint32Array(4 * 6)
    const tracks = [track([{ at: 0.5, took: 0.1, start: 'cold', init: 0.2, outcome: 'error' }])]
    paint(tracks, { ...base, height: 6, laneHeight: 6, gap: 0, scroll: 0 }, palette, grid, pixels)
    const column = [0, 4, 8, 12, 16, 20].map((i) => MARKS[pixels[i] ?? 0])
    expect(column).toEqual(['cold', 'cold', 'cold', 'error', 'error', 'error'])
  })

  test('grid columns show through where no bar is', () => {
    const pixels = new Uint32Array(4 * 2)
    paint(
      [track([{ at: 0, took: 1 }])],
      { ...base, height: 2, laneHeight: 1, gap: 0, scroll: 0 },
      palette,
      { columns: [1, 3], colour: 99 },
      pixels,
    )
    expect(Array.from(pixels).slice(4)).toEqual([0, 99, 0, 99])
  })
})

describe('hit test', () => {
  const bars: readonly Bar[] = [
    { at: 10, took: 2, start: 'cold', init: 5 },
    { at: 20, took: 1 },
    { at: 20.5, took: 0.2, outcome: 'error' },
    { at: 40, took: 5 },
  ]

  test('finds the invocation at a moment, its init included', () => {
    expect(invocationAt(track(bars), 6, 0, 'upper')).toBe(0)
    expect(invocationAt(track(bars), 44, 0, 'upper')).toBe(3)
    expect(invocationAt(track(bars), 30, 0, 'upper')).toBeUndefined()
  })

  test('within the slack the worst wins, as in the picture', () => {
    expect(invocationAt(track(bars), 20.1, 1, 'upper')).toBe(2)
    expect(invocationAt(track(bars), 15, 6, 'upper')).toBe(0)
  })

  test('where a failure and an init share a pixel, each half of the lane leads to what it shows', () => {
    const crowded = track([
      { at: 20, took: 1, outcome: 'error' },
      { at: 21, took: 1, start: 'cold', init: 0.2 },
    ])
    expect(invocationAt(crowded, 20.9, 2, 'upper')).toBe(1)
    expect(invocationAt(crowded, 20.9, 2, 'lower')).toBe(0)
  })

  test('finds an invocation that began before one that has ended', () => {
    const overlapping = track([
      { at: 0, took: 100 },
      { at: 10, took: 1 },
      { at: 20, took: 1 },
    ])
    expect(invocationAt(overlapping, 50, 0, 'upper')).toBe(0)
  })

  test('a point of the canvas meets the lane in its row', () => {
    const tracks = tracksOf([lane('a', [{ at: 0, took: 1 }]), lane('b', [{ at: 50, took: 50 }])])
    const scene = sceneOf(tracks, { fromMs: 0, toMs: 100 }, 0, 84 + 100)
    const rowTop = (row: number): number => scene.sizes.axis + row * scene.sizes.laneHeight + 2
    expect(spotAt(scene, 84 + 75, rowTop(1))).toEqual({ lane: 1, index: 0 })
    expect(spotAt(scene, 84 + 75, rowTop(0))).toBeUndefined()
    expect(spotAt(scene, 84 + 75, 5)).toBeUndefined()
    expect(spotAt(scene, 20, rowTop(0))).toBeUndefined()
  })

  test('lanes dead in the range give their rows to the others', () => {
    const tracks = tracksOf([lane('a', [{ at: 0, took: 1 }]), lane('b', [{ at: 50, took: 50 }])])
    expect(aliveIn(tracks.list, { fromMs: 60, toMs: 70 })).toEqual([1])
    const scene = sceneOf(tracks, { fromMs: 60, toMs: 70 }, 0, 184)
    expect(spotAt(scene, 130, scene.sizes.axis + 2)).toEqual({ lane: 1, index: 0 })
  })
})

test('the search finds the first value that is large enough', () => {
  const values = Float64Array.of(1, 3, 3, 7)
  expect([0, 1, 2, 3, 4, 7, 8].map((wanted) => firstAtLeast(values, wanted))).toEqual([0, 0, 1, 1, 3, 3, 4])
})

describe('the range in view', () => {
  const full = { fromMs: 0, toMs: 1000 }

  test('zooming keeps the moment under the pointer where it is', () => {
    expect(zoom(full, 0.5, 0.25, full)).toEqual({ fromMs: 125, toMs: 625 })
    expect(zoom({ fromMs: 125, toMs: 625 }, 2, 0.25, full)).toEqual(full)
  })

  test('neither zoom nor pan leaves the data', () => {
    expect(pan({ fromMs: 800, toMs: 900 }, 5, full)).toEqual({ fromMs: 900, toMs: 1000 })
    expect(pan({ fromMs: 100, toMs: 200 }, -5, full)).toEqual({ fromMs: 0, toMs: 100 })
    expect(zoom({ fromMs: 0, toMs: 100 }, 1e9, 0.5, full)).toEqual(full)
    expect(fit({ fromMs: -50, toMs: 50 }, full)).toEqual({ fromMs: 0, toMs: 100 })
  })

  test('zooming in stops at a tenth of a millisecond', () => {
    const narrow = zoom({ fromMs: 10, toMs: 10.2 }, 0.001, 0.5, full)
    expect(narrow.toMs - narrow.fromMs).toBeCloseTo(0.1, 9)
  })

  test('a moment already in view moves nothing', () => {
    const view = { fromMs: 100, toMs: 200 }
    expect(reveal(view, 150, full)).toBe(view)
    expect(reveal(view, 500, full)).toEqual({ fromMs: 450, toMs: 550 })
  })

  test('a range for the URL is rounded outwards', () => {
    expect(rounded({ fromMs: 1000.26, toMs: 91_000.11 })).toEqual({ fromMs: 1000, toMs: 91_001 })
    expect(rounded({ fromMs: 0.12345, toMs: 1.12345 })).toEqual({ fromMs: 0.123, toMs: 1.124 })
  })

  test('everything has air on both sides', () => {
    expect(everything({ fromMs: 0, toMs: 1000 })).toEqual({ fromMs: -12, toMs: 1012 })
  })
})

describe('the keyboard', () => {
  const tracks = tracksOf([
    lane('a', [
      { at: 0, took: 1 },
      { at: 100, took: 1 },
    ]),
    lane('b', [
      { at: 10, took: 1 },
      { at: 95, took: 1 },
      { at: 200, took: 1 },
    ]),
  ])

  test('starts at the first invocation and walks within a lane', () => {
    expect(moved(tracks.list, null, 'ArrowDown')).toEqual({ lane: 0, index: 0 })
    expect(moved(tracks.list, { lane: 0, index: 0 }, 'ArrowRight')).toEqual({ lane: 0, index: 1 })
    expect(moved(tracks.list, { lane: 0, index: 1 }, 'ArrowRight')).toEqual({ lane: 0, index: 1 })
    expect(moved(tracks.list, { lane: 1, index: 0 }, 'End')).toEqual({ lane: 1, index: 2 })
  })

  test('crosses to the invocation nearest in time', () => {
    expect(moved(tracks.list, { lane: 0, index: 1 }, 'ArrowDown')).toEqual({ lane: 1, index: 1 })
    expect(moved(tracks.list, { lane: 1, index: 2 }, 'ArrowDown')).toEqual({ lane: 1, index: 2 })
  })

  test('zooms, opens, clears, and leaves other keys to the browser', () => {
    const full = { fromMs: 0, toMs: 200 }
    const scene = sceneOf(tracks, full, 0, 500)
    expect(meaningOf('+', scene, null, full)).toEqual({ kind: 'show', range: { fromMs: 50, toMs: 150 } })
    expect(meaningOf('Enter', scene, { lane: 0, index: 0 }, full)).toEqual({ kind: 'open' })
    expect(meaningOf('Enter', scene, null, full)).toBeUndefined()
    expect(meaningOf('Tab', scene, null, full)).toBeUndefined()
  })

  test('zooms around the selected invocation, which stays in view', () => {
    const full = { fromMs: 0, toMs: 200 }
    const spot = { lane: 0, index: 1 }
    expect(meaningOf('+', sceneOf(tracks, full, 0, 500), { lane: 1, index: 0 }, full)).toEqual({
      kind: 'show',
      range: { fromMs: 5, toMs: 105 },
    })
    expect(meaningOf('-', sceneOf(tracks, { fromMs: 80, toMs: 120 }, 0, 500), spot, full)).toEqual({
      kind: 'show',
      range: { fromMs: 60, toMs: 140 },
    })
    expect(meaningOf('+', sceneOf(tracks, { fromMs: 100.5, toMs: 140.5 }, 0, 500), spot, full)).toEqual({
      kind: 'show',
      range: { fromMs: 100.5, toMs: 120.5 },
    })
  })

  test('out of view an invocation is neither zoomed around nor opened, but brought back', () => {
    const full = { fromMs: 0, toMs: 200 }
    const spot = { lane: 0, index: 1 }
    const elsewhere = sceneOf(tracks, { fromMs: 120, toMs: 200 }, 0, 500)
    expect(isInView(elsewhere, spot)).toBe(false)
    expect(meaningOf('Enter', elsewhere, spot, full)).toEqual({ kind: 'move', to: spot })
    expect(meaningOf('+', elsewhere, spot, full)).toEqual({
      kind: 'show',
      range: { fromMs: 140, toMs: 180 },
    })
  })
})

test('lanes grow thinner with their number and the canvas never grows beyond its limit', () => {
  expect(sizesOf(1, 1, 800)).toMatchObject({ laneHeight: 30, height: 56, fullHeight: 56 })
  expect(sizesOf(420, 420, 800)).toMatchObject({ laneHeight: 3, height: 520, fullHeight: 26 + 1260 })
  expect(sizesOf(420, 10, 800)).toMatchObject({ laneHeight: 30, height: 520, fullHeight: 520 })
})

test('ticks are round in local time and name the day where it changes', () => {
  const range = { fromMs: Date.UTC(2026, 10, 23, 22, 10), toMs: Date.UTC(2026, 10, 24, 1, 0) }
  const texts = ticks(range, 4, 0, 'UTC').map((tick) => tick.text)
  expect(texts).toEqual(['23 Nov 23:00', '24 Nov 00:00', '01:00'])
  const berlin = ticks(range, 4, 3_600_000, 'Europe/Berlin').map((tick) => tick.text)
  expect(berlin).toEqual(['24 Nov 00:00', '01:00', '02:00'])
})
