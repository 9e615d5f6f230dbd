import { parseArgs } from 'node:util'
import { FORMATS, type Format } from './format.ts'
import { PARTS, type Part, type Program, readPrograms } from './program.ts'
import { nameAccuracy, precision, recall, judge, scoreOf, type Verdict } from './score.ts'
import { openLibraries } from './libraries.ts'
import { playAll, type Run, type Schedule } from './stage.ts'
import { BOTH } from '../support/nodes.ts'

// npm run leakbench [-- --part programs --format esm --node 24 --schedule every --only <text>]

const { values } = parseArgs({
  options: {
    part: { type: 'string', multiple: true },
    format: { type: 'string', multiple: true },
    node: { type: 'string', multiple: true },
    schedule: { type: 'string', multiple: true },
    only: { type: 'string' },
  },
})

/** What rules were tuned on, and what they were not. */
const GROUPS: readonly (readonly [title: string, parts: readonly Part[]])[] = [
  ['tuned', ['programs', 'legitimate']],
  ['held out', ['held-out']],
  ['held out, second', ['held-out-2']],
  ['libraries', ['libraries']],
]
const SCHEDULES: readonly Schedule[] = ['every', 'sampled', 'overlapping']
const SCHEDULE_WORDS: Readonly<Record<Schedule, string>> = {
  every: 'at every invocation',
  sampled: 'at the production schedule',
  overlapping: 'eight at once',
}

function chosen<T extends string>(option: string, all: readonly T[], given: readonly string[] = all): T[] {
  return given.map((word) => {
    const found = all.find((one) => one === word)
    if (!found) throw new Error(`--${option} must be one of ${all.join(', ')}, got ${word}`)
    return found
  })
}

const parts = chosen<Part>('part', PARTS, values.part ?? ['programs', 'legitimate', 'held-out', 'held-out-2'])
const formats = chosen<Format>('format', FORMATS, values.format)
const nodes = chosen('node', BOTH, values.node)
const schedules = chosen<Schedule>('schedule', SCHEDULES, values.schedule ?? ['every', 'sampled'])

function formatsFor(program: Program): readonly Format[] {
  return formats.filter((format) => program.formats.includes(format))
}

function envOf({ part }: Program): Run['env'] {
  return part === 'libraries' ? stubs?.env : undefined
}

const stubs = parts.includes('libraries') ? await openLibraries() : undefined
const programs = (await Promise.all(parts.map(readPrograms)))
  .flat()
  .filter(({ name }) => name.includes(values.only ?? ''))
const runs = programs.flatMap((program) =>
  schedules.flatMap((schedule) =>
    formatsFor(program).flatMap((format) =>
      nodes.map((node): Run => ({ program, format, node, schedule, env: envOf(program) })),
    ),
  ),
)

const began = Date.now()
const played = await playAll(runs, (done) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${runs.length}`)
})
await stubs?.close()
const verdicts = played.map(judge)

for (const verdict of verdicts) for (const line of complaints(verdict)) console.log(line)
console.log(
  `\n${runs.length} runs, ${runs.length - played.length} of them not to be had in their format, ${Math.round((Date.now() - began) / 1000)} s`,
)
for (const [title, ofGroup] of GROUPS) {
  for (const schedule of schedules) {
    table(
      `${title}, ${SCHEDULE_WORDS[schedule]}`,
      verdicts.filter(
        ({ played: { run } }) => ofGroup.includes(run.program.part) && run.schedule === schedule,
      ),
    )
  }
}

function complaints({ played: one, hit, nameRight, locationRight, wrong }: Verdict): string[] {
  const { program, format, node, schedule } = one.run
  const where = `${program.name} (${format}, Node ${node}, ${schedule})`
  const { expected } = program
  return [
    ...(one.failed > 0 ? [`${where}: ${one.failed} invocations failed`] : []),
    ...one.says.map((text) => `${where}: ${text}`),
    ...(expected && !hit ? [`${where}: missed ${expected.kind} ${expected.class} ${expected.name}`] : []),
    ...(hit && !nameRight ? [`${where}: named ${hit.name}, wanted ${expected?.name}`] : []),
    ...(hit && !locationRight ? [`${where}: placed at ${hit.location}, wanted ${expected?.location}`] : []),
    ...wrong.map((told) => `${where}: wrongly ${told.kind} ${told.class} ${told.name} at ${told.location}`),
  ]
}

function table(title: string, rows: readonly Verdict[]): void {
  if (rows.length === 0) return
  console.log(`\n${title}`)
  const kinds = [...new Set(rows.map(({ played: { run } }) => run.program.expected?.kind ?? ''))]
  for (const kind of kinds.filter(Boolean).toSorted()) {
    row(
      kind,
      rows.filter(({ played: { run } }) => run.program.expected?.kind === kind),
    )
  }
  row('all', rows)
}

function row(name: string, rows: readonly Verdict[]): void {
  const score = scoreOf(rows)
  const { leaking, found, clean, flagged, extra, located } = score
  const cells = [
    name.padEnd(18),
    ...(leaking > 0
      ? [
          `recall ${recall(score).toFixed(3)} (${found}/${leaking})`,
          `name ${nameAccuracy(score).toFixed(3)}`,
          `line ${(located / found).toFixed(3)}`,
        ]
      : []),
    // Of nothing that leaks there is no precision.
    ...(leaking > 0 && (clean > 0 || extra > 0) ? [`precision ${precision(score).toFixed(3)}`] : []),
    ...(clean > 0 || extra > 0 ? [`${flagged} of ${clean} clean programs flagged, ${extra} extra`] : []),
  ]
  console.log(`  ${cells.join('  ')}`)
}
