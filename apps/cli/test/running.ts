import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export const MAIN: string = fileURLToPath(new URL('../src/main.ts', import.meta.url))

export interface Finished {
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
  /** A command that goes on; killed when the test is over, if it still runs. */
  start(...args: readonly string[]): Started
}

export interface Started {
  readonly child: ChildProcess
  readonly finished: Promise<Finished>
  /** Where it says it is. */
  readonly url: Promise<string>
}

export function cliIn(folder: string = temporaryFolder()): Cli {
  const start = (...args: readonly string[]): Started => started(folder, args)
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

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'thermocline-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function started(folder: string, args: readonly string[]): Started {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, env: environment() })
  onTestFinished(() => void child.kill('SIGKILL'))
  return { child, finished: finishedOf(child), url: urlOf(child) }
}

// A port or host set on the machine of whoever runs the tests must not reach them.
function environment(): NodeJS.ProcessEnv {
  const { THERMOCLINE_PORT: _port, THERMOCLINE_HOST: _host, ...rest } = process.env
  return rest
}

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
