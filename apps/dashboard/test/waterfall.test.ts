import { describe, expect, test } from 'vitest'
import { findingOf, initSpans, titleOf, toneOf } from '../src/trace/span-words.ts'
import { placeOf, rootOf, segmentsOf } from '../src/trace/waterfall.ts'
import { span } from './builders.ts'

describe('the time axis of a trace', () => {
  test('a trace without pauses is one stretch from end to end', () => {
    const segments = segmentsOf([span('root', 100, 200), span('child', 120, 150)])
    expect(segments).toEqual([{ fromMs: 100, toMs: 200, left: 0, right: 1, isBreak: false }])
    expect([100, 125, 200].map((at) => placeOf(segments, at))).toEqual([0, 0.25, 1])
  })

  test('an init long before the root is drawn to scale with it, the time between is cut', () => {
    const segments = segmentsOf([span('root', 600_400, 600_500), span('init', 0, 300)])
    expect(segments.map((one) => one.isBreak)).toEqual([false, true, false])
    const width = (from: number, to: number): number => placeOf(segments, to) - placeOf(segments, from)
    expect(width(0, 300)).toBeCloseTo(3 * width(600_400, 600_500), 9)
    expect(width(600_400, 600_500)).toBeGreaterThan(0.2)
    expect(placeOf(segments, 600_500)).toBe(1)
  })

  test('a short pause is not cut', () => {
    expect(segmentsOf([span('init', 0, 300), span('root', 340, 400)])).toHaveLength(1)
  })

  test('a moment inside a break lies inside it', () => {
    const segments = segmentsOf([span('init', 0, 100), span('root', 10_000, 10_100)])
    const at = placeOf(segments, 5000)
    expect(at).toBeGreaterThan(placeOf(segments, 100))
    expect(at).toBeLessThan(placeOf(segments, 10_000))
  })

  test('spans without duration, and none at all, still have a place', () => {
    expect(placeOf(segmentsOf([span('one', 5, 5)]), 5)).toBe(0)
    expect(segmentsOf([])).toEqual([])
    expect(placeOf([], 5)).toBe(0)
  })
})

describe('what spans are', () => {
  test('the root is the topmost server or consumer span, even when the init comes first', () => {
    const init = span('init', 0, 1)
    const root = span('root', 2, 3, { kind: 'server' })
    expect(rootOf([init, root])).toBe(root)
    expect(rootOf([init])).toBe(init)
    expect(rootOf([])).toBeUndefined()
  })

  test('whatever ran inside init is init', () => {
    const spans = [
      span('root', 0, 9),
      span('i', 1, 3, { name: 'init', parentSpanId: 'root' }),
      span('module', 1, 2, { parentSpanId: 'i' }),
      span('query', 4, 5, { parentSpanId: 'root' }),
    ]
    const inInit = initSpans(spans)
    expect(spans.map((one) => toneOf(one, inInit))).toEqual(['work', 'init', 'init', 'work'])
  })

  test('a finding is named after what leaks and keeps the link to where it came from', () => {
    const origin = { traceId: 't', spanId: 's', attributes: {} } as never
    const leak = span('f', 0, 1, {
      name: 'thermocline.finding',
      links: [origin],
      attributes: {
        'thermocline.finding.name': 'seenOrders',
        'thermocline.finding.kind': 'timer',
        'thermocline.finding.severity': 'critical',
        'thermocline.finding.size': 12,
      },
    })
    expect(titleOf(leak)).toBe('seenOrders')
    expect(toneOf(leak, new Set())).toBe('finding')
    expect(findingOf(leak)).toMatchObject({
      kind: 'timer',
      class: null,
      severity: 'critical',
      size: 12,
      sizeFirst: null,
      origin,
    })
  })
})
