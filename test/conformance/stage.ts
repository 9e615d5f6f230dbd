import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startLab } from '@thermocline/lab'
import type { FunctionDescription } from '@thermocline/lab'
import type { PlatformEvent } from '../../packages/lab/src/platform/event.ts'
import { type SeenSpan, seenSpans } from '../../packages/lambda/test/decode.ts'
import { writeProgram } from './program.ts'
import { play, type Played, type Stage } from './run.ts'
import type { Style } from './style.ts'
import { type Node, RUNTIMES } from '../support/nodes.ts'
import type { Way } from './ways.ts'

/** One run that will be wanted. */
export interface Run {
  readonly style: Style
  readonly node: Node
  readonly way: Way
}

/** One lab in which all of these runs can be played. */
export interface Theatre {
  /** Each run is played once, whoever asks for it. */
  play(run: Run): Promise<Played>
  close(): Promise<void>
}

// More than there are processors: a part of them waits for a timeout.
const AT_ONCE = 5

export async function openTheatre(wanted: readonly Run[]): Promise<Theatre> {
  const runs = [...new Map(wanted.map((run) => [nameOf(run), run])).values()]
  const root = mkdtempSync(join(tmpdir(), 'thermocline-conformance-'))
  const collector = await openCollector()
  const told = new Map<string, PlatformEvent[]>()
  const slow = new Set<string>()
  const functions = runs.map((run) => describe(root, run, collector.url))
  const lab = await startLab(
    { functions, tmpFolder: root },
    {
      onEvent(logStream, event) {
        const events = told.get(logStream)
        if (events) events.push(event)
        else told.set(logStream, [event])
        if (event.type === 'platform.initStart' && isSlow(runs, event.record.functionName))
          slow.add(logStream)
      },
      onCall(logStream, call) {
        if (slow.has(logStream) && call.path.endsWith('/response')) standStill(SLOW_MS)
      },
    },
  )
  const played = new Map<string, Promise<Played>>()
  const inTurn = openTurns(AT_ONCE)

  return {
    play(run) {
      const functionName = nameOf(run)
      const stage = {
        lab,
        functionName,
        folder: join(root, functionName),
        told: (logStream: string) => told.get(logStream) ?? [],
        collected: () => collector.spans,
      }
      const playing = played.get(functionName) ?? inTurn(() => playOnce(run.style, stage))
      played.set(functionName, playing)
      return playing
    },
    async close() {
      await lab.stop()
      collector.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

/** Ends the style's containers afterwards: hundreds of them would stand frozen. */
async function playOnce(style: Style, stage: Stage): Promise<Played> {
  const played = await play(style, stage)
  stage.lab.deploy(stage.functionName)
  return played
}

/** As long for one way as for another: where a long line is cut depends on it. */
function nameOf({ style, node, way }: Run): string {
  return `${style.name}-${node}-${way.name.padEnd(LONGEST_WAY, '_')}`
}

const LONGEST_WAY = 'extension'.length

function describe(root: string, run: Run, collector: string): FunctionDescription {
  const { style, node, way } = run
  const name = nameOf(run)
  const folder = join(root, name)
  writeProgram(folder, style, way)
  return {
    timeoutMs: 20_000,
    memoryMb: 512,
    ...style.settings,
    env: { ...way.env(collector), ...style.settings?.env },
    name,
    folder,
    handler: style.handler ?? 'index.handler',
    runtime: RUNTIMES[node],
  }
}

const SLOW_MS = 300

function isSlow(runs: readonly Run[], functionName: string): boolean {
  return runs.some((run) => run.style.slowReader === true && nameOf(run) === functionName)
}

/** The lab runs in this process: while it does nothing the kernel's buffers fill up, and the writer has to wait. */
function standStill(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

/** Runs so many works at once, the others in the order they came. */
function openTurns(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let free = atOnce
  return async (work) => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}

interface Collector {
  readonly url: string
  readonly spans: readonly SeenSpan[]
  close(): void
}

/** An OTLP receiver that takes whatever comes. */
async function openCollector(): Promise<Collector> {
  const spans: SeenSpan[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      spans.push(...seenSpans(Buffer.concat(chunks)))
      response.end()
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
