import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BARE } from '../ways.ts'
import { ACT_LINE, ACTS } from './acts.ts'
import { bundleWithFaults, faultyWrapFrom } from './bundle.ts'
import { CENSUS, FAULT_LINE, faultAt, type Mode } from './hook.ts'

/** What a process of acts is told to do. Each reaches functions that the others do not. */
export const STAGINGS: Readonly<Record<Staging, Readonly<Record<string, string>>>> = {
  log: { THERMOCLINE_FLUSH: 'log' },
  otlp: { ACTS_COLLECT: '1' },
  leaks: { ACTS_LEAK: '1', THERMOCLINE_LEAKS: 'every' },
  traced: {
    ACTS_TRACE: '1',
    THERMOCLINE_FLUSH: 'log',
    THERMOCLINE_REGISTER_GLOBAL: 'true',
    THERMOCLINE_INIT_PROFILE: 'all',
    OTEL_RESOURCE_ATTRIBUTES: 'a=b',
  },
  extension: { ACTS_COLLECT: '1', ACTS_EXTEND: '1', THERMOCLINE_FLUSH: 'extension' },
}

export type Staging = 'log' | 'otlp' | 'leaks' | 'traced' | 'extension'

/** What came of one process of acts. */
export interface Acted {
  /** What its callers were given, and how it ended. */
  readonly seen: readonly string[]
  /** What stands on stdout and stderr that is neither the acts' nor the SDK's. */
  readonly strange: readonly string[]
  /** True once the fault has happened. */
  readonly thrown: boolean
  /** How often each place was met; of a census alone. */
  readonly met: ReadonlyMap<string, number>
  /** Spans went out. */
  readonly told: boolean
}

/** A bundle with places for faults, and the acts that run on it. */
export interface Sweep {
  /** Without the SDK. */
  bare(staging: Staging): Promise<Acted>
  census(staging: Staging): Promise<Acted>
  faulty(staging: Staging, mode: Mode, ...places: readonly string[]): Promise<Acted>
}

export async function openSweep(folder: string): Promise<Sweep> {
  const sdk = join(folder, 'sdk')
  await bundleWithFaults(sdk)
  writeActs(join(folder, 'bare'), BARE.wrap.mjs)
  writeActs(join(folder, 'wrapped'), faultyWrapFrom(sdk).mjs)
  mkdirSync(join(folder, 'tmp'))

  function act(way: 'bare' | 'wrapped', env: Readonly<Record<string, string>>): Promise<Acted> {
    const cwd = join(folder, way)
    const PATH = process.env['PATH'] ?? ''
    const finalEnv = { ...ENVIRONMENT, PATH, TMPDIR: join(folder, 'tmp'), LAMBDA_TASK_ROOT: cwd, ...env }
    return new Promise((resolve) => {
      execFile('node', ['acts.mjs'], { cwd, env: finalEnv, timeout: 30_000 }, (error, stdout, stderr) => {
        resolve(toActed(stdout, stderr, error === null ? 'exit 0' : `exit ${error.code ?? error.signal}`))
      })
    })
  }

  return {
    bare: (staging) => act('bare', STAGINGS[staging]),
    census: (staging) => act('wrapped', { ...STAGINGS[staging], ...CENSUS }),
    faulty: (staging, mode, ...places) =>
      act('wrapped', { ...STAGINGS[staging], ...faultAt(mode, ...places) }),
  }
}

const ENVIRONMENT = {
  AWS_LAMBDA_RUNTIME_API: '127.0.0.1:1',
  AWS_LAMBDA_FUNCTION_NAME: 'acts',
  AWS_LAMBDA_FUNCTION_VERSION: '7',
}

function writeActs(folder: string, wrap: string): void {
  mkdirSync(folder)
  writeFileSync(join(folder, 'acts.mjs'), ACTS)
  writeFileSync(join(folder, 'wrap.mjs'), wrap)
}

function toActed(stdout: string, stderr: string, ended: string): Acted {
  const lines = stdout.split('\n').filter((line) => line !== '')
  const own = lines.filter((line) => line.startsWith(OWN_LINE))
  const faults = lines
    .filter((line) => line.startsWith(FAULT_LINE))
    .map((line) => line.slice(FAULT_LINE.length))
  const census = faults.find((line) => line.startsWith('['))
  const acts = lines.filter((line) => line.startsWith(ACT_LINE))
  const others = lines.filter(
    (line) => ![OWN_LINE, FAULT_LINE, ACT_LINE].some((start) => line.startsWith(start)),
  )
  const said = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('thermocline: '))
  return {
    seen: [...acts, ended],
    strange: [...others, ...said],
    thrown: faults.includes('thrown'),
    met: new Map(census === undefined ? [] : (JSON.parse(census) as [string, number][])),
    told: own.length > 0,
  }
}

const OWN_LINE = '{"thermocline":'
