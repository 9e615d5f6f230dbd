import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { SourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'
import { bundle } from './bundle.ts'
import { startRuntime, type Around } from './function-process.ts'
import { SDK_SOURCE } from './size.ts'
import { SOURCES } from './sources.ts'
import { spread } from './statistics.ts'
import type { Pair, Task } from './task.ts'
import { runLoop } from './warm.ts'

// Where the time goes: V8's CPU profile of the same work, told in the names of the sources, less that of a bare handler.

/** Self time of one function or file over the bare handler's. */
export interface Hotspot {
  readonly name: string
  /** Milliseconds of a cold start, or microseconds of an invocation. */
  readonly time: number
}

export interface Profile {
  readonly byFunction: readonly Hotspot[]
  readonly byFile: readonly Hotspot[]
}

type Microseconds = Map<string, number>

/** Self times. */
interface Times {
  readonly byFunction: Microseconds
  readonly byFile: Microseconds
}

const STARTS = 15
const INTERVAL_US = 100

/** Of a start and one invocation, in milliseconds. */
export async function profileCold([bare, variant]: Pair, around: Around): Promise<Profile> {
  const ours = await mapped(variant)
  const [less, all] = [await coldTimes(plain(bare), around), await coldTimes(ours, around)]
  return toProfile(less, all, 1000)
}

/** Of one warm invocation, in microseconds. */
export async function profileWarm([bare, variant]: Pair, count: number, around: Around): Promise<Profile> {
  const ours = await mapped(variant)
  const [less, all] = [await warmTimes(plain(bare), count, around), await warmTimes(ours, count, around)]
  return toProfile(less, all, count)
}

/** A task, and where in the sources a place in its file comes from. */
interface Mapped {
  readonly task: Task
  readonly sourceOf: (line: number, column: number, name: string) => Source
}

interface Source {
  readonly file: string
  readonly name: string
}

/** The task with a bundle of the SDK's sources, minified as the other is, because a larger one takes longer to compile. */
async function mapped(task: Task): Promise<Mapped> {
  const folder = mkdtempSync(join(task.folder, 'mapped-'))
  const entry = join(folder, 'entry.mjs')
  const file = join(folder, 'index.cjs')
  writeFileSync(entry, SOURCES.thermocline.handler.esm)
  const alias = { '@thermocline/lambda': `${SDK_SOURCE}index.ts` }
  const { code, map } = await bundle({ entry, format: 'cjs', alias })
  if (map === null) throw new Error('the bundler made no source map')
  writeFileSync(file, code)
  const sources = new SourceMap({ ...map, file, sourceRoot: '' })
  return {
    task: { ...task, folder, file },
    sourceOf(line, column, name) {
      const found = sources.findEntry(line, column)
      if (!('originalSource' in found) || found.originalSource === undefined)
        return { file: 'the bundle', name }
      return { file: packagePath(found.originalSource), name: `line ${found.originalLine + 1}` }
    },
  }
}

function packagePath(path: string): string {
  return path.replace(/^.*\/node_modules\//, '').replace(/^.*packages\//, '')
}

const ENDING = fileURLToPath(new URL('end-on-term.cjs', import.meta.url))

async function coldTimes(subject: Mapped, around: Around): Promise<Times> {
  const folder = mkdtempSync(join(around.tmp, 'profile-'))
  const flags = [...profiling(folder), '--require', ENDING]
  for (let n = 0; n < STARTS; n++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const { process, api } = await startRuntime(subject.task, around, { flags })
    // oxlint-disable-next-line no-await-in-loop -- as above
    await Promise.race([api.ready, process.ended])
    // oxlint-disable-next-line no-await-in-loop -- as above
    await Promise.race([api.invoke(), process.ended])
    const ended = once(process.child, 'close')
    process.child.kill('SIGTERM')
    // The native client waits for the event it has asked for.
    api.close()
    // oxlint-disable-next-line no-await-in-loop -- as above
    await ended
  }
  return readTimes(folder, subject)
}

async function warmTimes(subject: Mapped, count: number, around: Around): Promise<Times> {
  const folder = mkdtempSync(join(around.tmp, 'profile-'))
  await runLoop(subject.task, { warmUp: 1000, count, collect: false }, around, { flags: profiling(folder) })
  return readTimes(folder, subject)
}

function profiling(folder: string): string[] {
  return ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-interval=${INTERVAL_US}`]
}

interface Node {
  readonly id: number
  readonly callFrame: {
    readonly functionName: string
    readonly url: string
    readonly lineNumber: number
    readonly columnNumber: number
  }
  readonly children?: readonly number[]
}

interface CpuProfile {
  readonly nodes: readonly Node[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

function readTimes(folder: string, subject: Mapped): Times {
  const runs = readdirSync(folder).map((name) => readRun(join(folder, name), subject))
  return {
    byFunction: middle(runs.map(({ byFunction }) => byFunction)),
    byFile: middle(runs.map(({ byFile }) => byFile)),
  }
}

/** Of each time the median: samples are taken by the clock, and count also while another process has the processor. */
function middle(runs: readonly Microseconds[]): Microseconds {
  const names = new Set(runs.flatMap((run) => [...run.keys()]))
  return new Map([...names].map((name) => [name, spread(runs.map((run) => run.get(name) ?? 0)).median]))
}

function readRun(file: string, { task, sourceOf }: Mapped): Times {
  const times: Times = { byFunction: new Map(), byFile: new Map() }
  const profile = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile
  const places = placesOf(profile.nodes, ({ url, lineNumber, columnNumber, functionName }) =>
    url.endsWith(task.file)
      ? sourceOf(lineNumber, columnNumber, functionName)
      : { file: shortened(url), name: functionName },
  )
  profile.samples.forEach((id, n) => {
    const place = places.get(id)
    if (place === undefined || place.fn === '(idle)') return
    const us = profile.timeDeltas[n] ?? 0
    times.byFunction.set(place.fn, (times.byFunction.get(place.fn) ?? 0) + us)
    times.byFile.set(place.file, (times.byFile.get(place.file) ?? 0) + us)
  })
  return times
}

interface Place {
  /** With the file it stands in. */
  readonly fn: string
  /** Who made it run: Node's own functions, and V8's, are laid to the file that called them. */
  readonly file: string
}

function placesOf(
  nodes: readonly Node[],
  sourceOf: (frame: Node['callFrame']) => Source,
): Map<number, Place> {
  const places = new Map<number, Place>()
  // A node comes before its children.
  for (const { id, callFrame, children = [] } of nodes) {
    const { file: own, name } = sourceOf(callFrame)
    const called = places.get(id)?.file ?? ''
    const file = own === '' || own.startsWith('node:') ? called : own
    const fn = `${name || '(anonymous)'}  ${own || (called && `for ${called}`)}`.trim()
    places.set(id, { fn, file: file || own || name })
    for (const child of children) places.set(child, { fn: '', file })
  }
  return places
}

/** What is no bundle of ours. */
function plain(task: Task): Mapped {
  return { task, sourceOf: (_line, _column, name) => ({ file: 'handler', name }) }
}

/** The last two names of a path; Node's own modules as they are. */
function shortened(url: string): string {
  return url.startsWith('node:') ? url : url.split('/').slice(-2).join('/')
}

function toProfile(less: Times, all: Times, divisor: number): Profile {
  return {
    byFunction: hottest(less.byFunction, all.byFunction, divisor),
    byFile: hottest(less.byFile, all.byFile, divisor),
  }
}

const MOST = 10

function hottest(less: Microseconds, all: Microseconds, divisor: number): Hotspot[] {
  return [...all]
    .map(([name, us]) => ({ name, time: (us - (less.get(name) ?? 0)) / divisor }))
    .toSorted((a, b) => b.time - a.time)
    .slice(0, MOST)
}
