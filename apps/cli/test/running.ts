import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, vi } from 'vitest'

// Each test is a handful of processes, and the machine may be busy with others.
vi.setConfig({ testTimeout: 60_000 })

export const MAIN: string = fileURLToPath(new URL('../src/main.ts', import.meta.url))

interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The real command in a process of its own, with `folder` as its working directory. */
export interface Cli {
  readonly folder: string
  run(...args: readonly string[]): Promise<Finished>
  /** The same with something on standard input. */
  runWith(input: string | Buffer, ...args: readonly string[]): Promise<Finished>
  /** A command that goes on; killed when the tests of the file are over, if it still runs. */
  start(...args: readonly string[]): Started
}

interface Started {
  readonly child: ChildProcess
  readonly finished: Promise<Finished>
  /** Where it says it is. */
  readonly url: Promise<string>
}

/** In a new folder; `env` goes over the environment. */
export function cliIn(env: NodeJS.ProcessEnv = {}): Cli {
  const folder = temporaryFolder()
  const start = (...args: readonly string[]): Started => started(folder, args, env)
  return {
    folder,
    start,
    run: (...args) => start(...args).finished,
    runWith(input, ...args) {
      const { child, finished } = start(...args)
      child.stdin?.end(input)
      return finished
    },
  }
}

// Not `onTestFinished`, which tests that run side by side cannot share.
const folders: string[] = []
const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'thermocline-test-'))
  folders.push(folder)
  return folder
}

function started(folder: string, args: readonly string[], env: NodeJS.ProcessEnv): Started {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, env: { ...environment(), ...env } })
  children.push(child)
  const url = urlOf(child)
  // Most commands never say one, and nobody waits for it then.
  url.catch(() => {})
  return { child, finished: finishedOf(child), url }
}

// A port or host set on the machine of whoever runs the tests must not reach them. Compiled code is kept, because
// these tests are mostly the start of a hundred processes: 0.17 s each instead of 0.28 s.
function environment(): NodeJS.ProcessEnv {
  const { THERMOCLINE_PORT: _port, THERMOCLINE_HOST: _host, ...rest } = process.env
  return { ...rest, NODE_COMPILE_CACHE: CACHE }
}

const CACHE = fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url))

async function finishedOf(child: ChildProcess): Promise<Finished> {
  const [stdout, stderr] = [text(child.stdout!), text(child.stderr!)]
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout: await stdout, stderr: await stderr }
}

function urlOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let seen = ''
    child.stdout!.on('data', (chunk: Buffer) => {
      seen += chunk.toString()
      const [url] = /http:\/\/[\w.:]+/.exec(seen) ?? []
      if (url !== undefined) resolve(url)
    })
    child.once('close', () => reject(new Error(`ended without a URL, having said: ${seen}`)))
  })
}
