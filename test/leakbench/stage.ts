import { createRequire } from 'node:module'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startLab } from '@thermocline/lab'
import type { FunctionDescription, Lab } from '@thermocline/lab'
import { key, type LogLine, ThermoclineError } from '@thermocline/wire'
import { seenLines } from '../../packages/lambda/test/decode.ts'
import { type Built, buildProgram } from './build.ts'
import type { Format } from './format.ts'
import { type Node, RUNTIMES } from '../support/nodes.ts'
import type { Program } from './program.ts'

/**
 * How often is looked: at each invocation, as in CI, or at a sample, as in production; `overlapping` is at each of eight
 * that one process runs at once, as under Managed Instances.
 */
export type Schedule = 'every' | 'sampled' | 'overlapping'

/** One program as it is deployed once. */
export interface Run {
  readonly program: Program
  readonly format: Format
  readonly node: Node
  readonly schedule: Schedule
  /** More of the function's environment. */
  readonly env?: Readonly<Record<string, string>> | undefined
}

/** What was told of a run, each finding once. */
export interface Told {
  readonly kind: string
  readonly class: string
  readonly severity: string
  readonly name: string
  /** file:line of the program as it was written. */
  readonly location: string
}

/** A run and what came of it. */
export interface Played {
  readonly run: Run
  readonly findings: readonly Told[]
  /** Invocations that failed: such a run says nothing. */
  readonly failed: number
  readonly says: readonly string[]
}

const INVOCATIONS: Readonly<Record<Schedule, number>> = { every: 60, sampled: 200, overlapping: 160 }
/** Libraries fill their pools and caches first. */
const LIBRARY_INVOCATIONS = 500
const PRELOAD = join(dirname(createRequire(import.meta.url).resolve('@thermocline/lambda')), 'auto.mjs')
// As many as there are processors.
const AT_ONCE = 2
const OVERLAPPING = 8
const MOST_TRIES = 4000
const LINE = '{"thermocline":'
const WORD = 'thermocline: '

/** Plays all of them in one lab, each in a container of its own; runs that their format cannot say are left out. */
export async function playAll(
  runs: readonly Run[],
  tell: (done: number) => void = () => {},
): Promise<Played[]> {
  const root = mkdtempSync(join(tmpdir(), 'thermocline-leakbench-'))
  try {
    const deployed = await deployAll(root, runs)
    return await playDeployed(root, deployed, tell)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

interface Deployed {
  readonly run: Run
  readonly built: Built
  readonly description: FunctionDescription
}

async function deployAll(root: string, runs: readonly Run[]): Promise<Deployed[]> {
  const builds = new Map<string, Promise<Built | undefined>>()
  const all = await Promise.all(
    runs.map(async (run, index) => {
      const folder = join(root, `${run.program.part}-${run.program.name.replace('/', '-')}-${run.format}`)
      const building = builds.get(folder) ?? buildProgram(run.program, run.format, folder)
      builds.set(folder, building)
      const built = await building
      return built && { run, built, description: describe(run, index, folder, built) }
    }),
  )
  return all.filter((deployed) => deployed !== undefined)
}

function describe(run: Run, index: number, folder: string, { handler }: Built): FunctionDescription {
  const name = `program-${index}`
  const env = {
    ...run.env,
    THERMOCLINE_FLUSH: 'log',
    THERMOCLINE_LEAKS: run.schedule === 'sampled' ? 'sampled' : 'every',
    NODE_OPTIONS: `--import ${PRELOAD}`,
  }
  const base = {
    name,
    folder,
    handler,
    runtime: RUNTIMES[run.node],
    timeoutMs: 20_000,
    memoryMb: run.schedule === 'overlapping' ? 2048 : 512,
  }
  if (run.schedule !== 'overlapping') return { ...base, env }
  const oneProcess = { AWS_LAMBDA_NODEJS_WORKER_COUNT: '1' }
  return { ...base, env: { ...env, ...oneProcess }, managed: { containers: 1, concurrency: OVERLAPPING } }
}

async function playDeployed(
  root: string,
  deployed: readonly Deployed[],
  tell: (done: number) => void,
): Promise<Played[]> {
  const output = new Map<string, string[]>()
  const functions = deployed.map(({ description }) => description)
  const lab = await startLab(
    { functions, tmpFolder: root },
    {
      onEvent(logStream, event) {
        if (event.type !== 'function') return
        const text = typeof event.record === 'string' ? event.record : JSON.stringify(event.record)
        if (!text.startsWith(LINE) && !text.startsWith(WORD)) return
        const texts = output.get(logStream) ?? []
        output.set(logStream, texts)
        texts.push(text)
      },
    },
  )
  const played: Played[] = []
  let next = 0
  async function serve(): Promise<void> {
    for (let one = deployed[next++]; one; one = deployed[next++]) {
      // oxlint-disable-next-line no-await-in-loop -- so many at once, and no more
      played.push(await play(lab, one, output))
      tell(played.length)
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, serve))
  } finally {
    await lab.stop()
  }
  return played
}

async function play(
  lab: Lab,
  { run, built, description }: Deployed,
  output: ReadonlyMap<string, readonly string[]>,
): Promise<Played> {
  let failed = 0
  let next = 0
  const invocations = run.program.part === 'libraries' ? LIBRARY_INVOCATIONS : INVOCATIONS[run.schedule]
  async function call(): Promise<void> {
    while (next < invocations) {
      // oxlint-disable-next-line no-await-in-loop -- a container is reused only by one invocation after another
      const { outcome } = await invoke(lab, description.name, run.program.event(next++))
      if (outcome !== 'ok') failed += 1
    }
  }
  await Promise.all(Array.from({ length: run.schedule === 'overlapping' ? OVERLAPPING : 1 }, call))
  const streams = lab.containers().filter(({ functionName }) => functionName === description.name)
  // Ends the container: hundreds of them would stand frozen.
  lab.deploy(description.name)
  const texts = streams.flatMap(({ logStream }) => output.get(logStream) ?? [])
  const lines = texts.filter((text) => text.startsWith(LINE)).map((text) => JSON.parse(text) as LogLine)
  return {
    run,
    failed,
    findings: findingsOf(lines, built),
    says: texts.filter((text) => text.startsWith(WORD)),
  }
}

// One that has answered takes its place until its work after the response is done.
async function invoke(lab: Lab, name: string, event: unknown): ReturnType<Lab['invoke']> {
  for (let tries = 0; ; tries += 1) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- once more only where there was no place
      return await lab.invoke(name, event)
    } catch (error) {
      const isThrottled = error instanceof ThermoclineError && error.code === 'lab_throttled'
      if (!isThrottled || tries >= MOST_TRIES) throw error
      // oxlint-disable-next-line no-await-in-loop -- as above
      await sleep(5)
    }
  }
}

function findingsOf(lines: readonly LogLine[], built: Built): Told[] {
  const byKey = new Map<string, Told>()
  for (const { name, attributes } of seenLines(lines)) {
    if (name !== key.FINDING_SPAN_NAME) continue
    const text = (attribute: string): string => {
      const value = attributes[attribute]
      return typeof value === 'string' ? value : ''
    }
    const told = {
      kind: text(key.FINDING_KIND),
      class: text(key.FINDING_CLASS),
      severity: text(key.FINDING_SEVERITY),
      name: built.name(text(key.FINDING_NAME)),
      location: built.source(text(key.FINDING_LOCATION)),
    }
    byKey.set(text(key.FINDING_KEY), told)
  }
  return [...byKey.values()]
}
