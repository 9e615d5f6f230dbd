import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ALL } from './choice.ts'
import { allPlaces, placeOf } from './faults/bundle.ts'
import type { Mode } from './faults/hook.ts'
import { injectFaults } from './faults/inject.ts'
import { AT_TIMES, BREAKING, BREAKING_GUARDS, type Lasting } from './faults/known.ts'
import { type Acted, openSweep, type Staging, STAGINGS, type Sweep } from './faults/sweep.ts'

// Every function of the SDK is made to throw, one after the other: what handlers give must not change by it.

let folder: string
let sweep: Sweep
const bare = new Map<Staging, Acted>()
/** Which staging meets a place first, and how often. */
const met = new Map<string, { readonly staging: Staging; readonly times: number }>()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'thermocline-faults-'))
  sweep = await openSweep(folder)
  for (const staging of Object.keys(STAGINGS) as Staging[]) {
    // oxlint-disable-next-line no-await-in-loop -- the first process leaves the marker that the second finds
    bare.set(staging, await sweep.bare(staging))
    // oxlint-disable-next-line no-await-in-loop -- as above
    for (const [place, times] of (await sweep.census(staging)).met) {
      if (!met.has(place)) met.set(place, { staging, times })
    }
  }
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a fault is put at the start of every function, whatever its form', () => {
  const source = `
    export function plain(a = () => 1) { return a }
    const arrow = async (x: number): Promise<number> => (x)
    const object = { method() {}, get value() { return () => ({ nested: 1 }) }, async *generate() {} }
    class Shop { #secret = () => 2; constructor() {} static open(): void {} }
    function safe() { try { return 1 } catch { return 2 } }
    declare function typed(): void
    function overloaded(a: string): void
    function overloaded(a: unknown): void { void a }`
  const { code, places } = injectFaults('x.ts', source)
  expect(places.map(({ name }) => name.replace('x.ts:', ''))).toEqual([
    'plain',
    'plain.anonymous',
    'arrow',
    'method',
    'value',
    'value.anonymous',
    'generate',
    'secret',
    'constructor',
    'open',
    'safe',
    'overloaded',
  ])
  expect(code.match(/__fault\("/g)).toHaveLength(places.length)
  expect(code).toContain('=> (__fault("x.ts:3:arrow"), (x))')
  expect(code).toContain('try {__fault("x.ts:6:safe"); return 1 }')
  expect(code).toContain('() => (__fault("x.ts:4:value.anonymous"), ({ nested: 1 }))')
})

test('wrapped and sound, the acts are as bare, and most functions of the SDK are met by them', async () => {
  for (const staging of Object.keys(STAGINGS) as Staging[]) {
    // oxlint-disable-next-line no-await-in-loop -- three processes
    const sound = await sweep.census(staging)
    expect(sound).toMatchObject({
      seen: bare.get(staging)?.seen,
      strange: [],
      thrown: false,
      told: staging !== 'otlp' && staging !== 'extension',
    })
  }
  const shipped = allPlaces().filter(({ id }) => /^lambda\/(?!src\/(?:manifest|testing)\/)/.test(id))
  const never = shipped.filter(({ id }) => !met.has(id)).map(({ id }) => id)
  if (ALL) console.info(`${met.size} places are met, ${never.length} never:\n${never.join('\n')}`)
  expect(never.length / shipped.length).toBeLessThan(0.2)
})

describe.each<[Lasting, (place: string) => Mode | undefined]>([
  ['always', () => 'always'],
  ['once', () => 'once'],
  ['middle', nthOf],
])('a function that throws %s', (lasting, modeOf) => {
  test('changes nothing for a handler', async () => {
    const tried = [...met.keys()].filter((place, index) => ALL || index % shareOf(lasting, place) === 0)
    const broken = new Set<string>()
    const sound = new Set<string>()
    let thrown = 0
    await inParallel(tried, async (place) => {
      const mode = modeOf(place)
      const staging = met.get(place)?.staging
      if (mode === undefined || staging === undefined) return
      const acted = await sweep.faulty(staging, mode, place)
      if (acted.thrown) thrown += 1
      if (sameFor(staging, acted)) sound.add(nameOf(place))
      else broken.add(nameOf(place))
    })
    const known = Object.keys(BREAKING).filter((name) => BREAKING[name]?.includes(lasting))
    const unknown = [...broken].filter((name) => !known.includes(name) && !AT_TIMES.has(name))
    expect(unknown.toSorted()).toEqual([])
    const untried = new Set([...met.keys()].filter((place) => !tried.includes(place)).map(nameOf))
    const mended = known.filter(
      (name) => sound.has(name) && ![broken, untried, AT_TIMES].some((those) => those.has(name)),
    )
    expect(mended, 'known to break, and do no more: take them out of the list').toEqual([])
    expect(thrown / (sound.size + broken.size)).toBeGreaterThan(0.8)
  }, 600_000)
})

test('a guard that fails while it guards changes nothing for a handler', async () => {
  const begin = placeOf('lambda/src/invocation/invocation.ts:openInvocation')
  const guards = allPlaces().filter(({ name }) => name.startsWith('lambda/src/guard.ts:'))
  const broken: string[] = []
  await inParallel(guards, async ({ id, name }) => {
    const acted = await sweep.faulty('log', 'always', begin, id)
    if (!sameFor('log', acted)) broken.push(name)
  })
  expect(broken).toEqual(BREAKING_GUARDS)
})

/** Without the line. */
function nameOf(place: string): string {
  return place.replace(/:\d+:/, ':')
}

/** One of how many places is tried where not all are. */
function shareOf(lasting: Lasting, place: string): number {
  if (lasting !== 'always') return 20
  return met.get(place)?.staging === 'log' ? 2 : 3
}

function nthOf(place: string): Mode | undefined {
  const times = met.get(place)?.times ?? 0
  return times < 3 ? undefined : `nth ${Math.ceil(times / 2)}`
}

function sameFor(staging: Staging, acted: Acted): boolean {
  return acted.strange.length === 0 && JSON.stringify(acted.seen) === JSON.stringify(bare.get(staging)?.seen)
}

const AT_ONCE = 3

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items]
  async function worker(): Promise<void> {
    // oxlint-disable-next-line no-await-in-loop -- a worker does one thing after another
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}
