import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { differ, type Difference, differences } from './compare.ts'
import type { Played } from './run.ts'
import { openTheatre, type Run, type Theatre } from './stage.ts'
import { DEFAULT_EVENTS, type KnownDifference, untoldOn } from './style.ts'
import { BARE } from './ways.ts'

/** One test for each run: it is as the same style is bare, and tells all that its process lived to tell. */
export function conforms(what: string, runs: readonly Run[]): void {
  describe(`as bare: ${what}`, () => {
    let theatre: Theatre
    beforeAll(async () => {
      const bare = runs.map((run) => ({ ...run, way: BARE }))
      theatre = await openTheatre([...bare, ...runs])
    })
    afterAll(() => theatre.close())

    for (const run of runs) {
      const { style, node, way } = run
      test.concurrent(`${style.name} on Node ${node}, ${way.name}`, async () => {
        const [bare, wrapped] = await Promise.all([theatre.play({ ...run, way: BARE }), theatre.play(run)])
        const { faulty = false } = way
        const { lossy = false } = style
        expectConformity(run, [
          ...differences(bare, wrapped),
          ...(faulty || lossy ? [] : untold(run, wrapped)),
        ])
        expect(wrapped.thrown).toBe(faulty)
      })
    }
  })
}

/** An SDK that did nothing would be as bare: what it has to tell, it must have told. */
function untold({ style, node, way }: Run, { roots, says }: Played): Difference[] {
  const untoldEvents = untoldOn(style, node)
  const mayBeMissing = (ordinal: number): boolean =>
    (style.unheld === true && way.name === 'otlp') || style.perhapsUntold?.includes(ordinal) === true
  const expected = (style.events ?? DEFAULT_EVENTS)
    .map((_, index) => index + 1)
    .filter((ordinal) => !untoldEvents.includes(ordinal))
    .filter((ordinal) => !mayBeMissing(ordinal) || roots.includes(String(ordinal)))
  return [
    ...differ(
      'roots',
      'root span of event',
      expected.map(String),
      roots.toSorted((a, b) => Number(a) - Number(b)),
    ),
    ...differ('says', 'on stderr', way.byCode === false ? [] : (style.says ?? []), says),
  ]
}

function expectConformity(run: Run, found: readonly Difference[]): void {
  const known = (run.style.known ?? []).filter((difference) => isOf(difference, run))
  const facets = new Set(known.map(({ facet }) => facet))
  const unknown = found
    .filter(({ facet }) => !facets.has(facet))
    .map(({ facet, text }) => `${facet}: ${text}`)
  expect(unknown.join('\n')).toBe('')
  const mended = known.filter(
    ({ facet, sometimes }) => sometimes !== true && !found.some((difference) => difference.facet === facet),
  )
  expect(mended, 'known differences that are no more: take them out of the table').toEqual([])
}

function isOf({ nodes, ways }: KnownDifference, { node, way }: Run): boolean {
  return (nodes === undefined || nodes.includes(node)) && (ways === undefined || ways.includes(way.name))
}
