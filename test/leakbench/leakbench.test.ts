import { beforeAll, expect, test } from 'vitest'
import { readPrograms } from './program.ts'
import { judge, nameAccuracy, precision, recall, scoreOf, type Verdict } from './score.ts'
import { playAll, type Run } from './stage.ts'

// A fixed slice of LeakBench: every sixth program and its twin, in turn as each format and on each Node. All of it:
// `npm run leakbench`.

const ONE_IN = 6

const verdicts: Verdict[] = []

beforeAll(async () => {
  const parts = await Promise.all((['programs', 'legitimate'] as const).map(readPrograms))
  const folders = Map.groupBy(parts.flat(), ({ name }) => name.split('/')[0])
  const slice = [...folders.values()].filter((_, index) => index % ONE_IN === 0)
  const runs = slice.flatMap((programs, index) =>
    programs.map((program): Run => {
      const format = (['esm', 'cjs', 'minified'] as const)[index % 3] ?? 'esm'
      return { program, format, node: index % 2 === 0 ? '24' : '22', schedule: 'every' }
    }),
  )
  verdicts.push(...(await playAll(runs)).map(judge))
}, 120_000)

test('no invocation fails, and no detector', () => {
  expect(verdicts.filter(({ played }) => played.failed > 0).map(nameOf)).toEqual([])
  expect(verdicts.flatMap(({ played }) => played.says)).toEqual([])
})

test('what is right stays silent', () => {
  const flagged = verdicts.filter(({ played, wrong }) => !played.run.program.expected && wrong.length > 0)
  expect(flagged.map(nameOf)).toEqual([])
})

test('what leaks is found, by its name', () => {
  const score = scoreOf(verdicts)
  expect(score.leaking).toBeGreaterThanOrEqual(12)
  expect(recall(score)).toBeGreaterThanOrEqual(0.8)
  expect(precision(score)).toBeGreaterThanOrEqual(0.85)
  expect(nameAccuracy(score)).toBeGreaterThanOrEqual(0.8)
})

function nameOf({ played: { run } }: Verdict): string {
  return `${run.program.name}, ${run.format}, Node ${run.node}`
}
