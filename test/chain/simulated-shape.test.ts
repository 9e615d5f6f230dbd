import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startLab } from '@thermocline/lab'
import type { FunctionDescription, LoggedEvent } from '@thermocline/lab'
import { readLogs } from '@thermocline/logs'
import { key, LOG_LINE_PREFIX, ROOT_LINE_LEAVES_OUT } from '@thermocline/wire'
import type { Attributes, AttributeValue, SpanRow } from '@thermocline/wire'
import { expect, onTestFinished, test } from 'vitest'
import { filterLogEvents } from '../../packages/lab/src/export/filter-log-events.ts'
import type { LogStream } from '../../packages/lab/src/export/log-stream.ts'
import type { JournalEntry } from '../../packages/lab/src/journal/entry.ts'
import { runsOf } from '../../packages/lab/src/journal/read-runs.ts'
import { simulationOf } from '../../packages/lab/src/replay/simulation.ts'
import { readBehaviour } from '../../packages/lab/src/settings/function.ts'
import { readTraces } from '../../packages/otlp/src/index.ts'
import { describeFunction } from '../support/chain.ts'
import { simulated, streamsOf } from '../support/simulated.ts'
import type { Simulated } from '../support/simulated.ts'

// One small story on real processes, and again on the virtual clock with the times it took there. What the two leave
// behind cannot be told apart, but for what only a real process knows.

const ENDS = ['ok', 'ok', 'error', 'timeout', 'ok', 'crashed', 'ok']
const ON_DEMAND: Partial<FunctionDescription> = { timeoutMs: 1500 }
const PROVISIONED: Partial<FunctionDescription> = { timeoutMs: 1500, version: '7', provisioned: 1 }
const MANAGED: Partial<FunctionDescription> = { managed: { containers: 1, concurrency: 4 } }

const STORIES: readonly (readonly [string, Partial<FunctionDescription>, readonly string[]])[] = [
  ['in text', ON_DEMAND, ENDS],
  ['in JSON', { ...ON_DEMAND, logFormat: 'JSON' }, ENDS],
  ['in JSON with all of Lambda', { ...ON_DEMAND, logFormat: 'JSON', systemLogLevel: 'DEBUG' }, ENDS],
  ['of a provisioned container', PROVISIONED, ['ok', 'timeout', 'ok']],
  ['of a provisioned container in JSON', { ...PROVISIONED, logFormat: 'JSON' }, ['ok', 'ok']],
  // Which of its workers serve the next ones depends on how soon each of them has started.
  ['of Managed Instances', MANAGED, ['error']],
]

test.each(STORIES)('logs %s, and the spans in them', async (_, more, ends) => {
  const live = await playLive(more, ends)
  const again = playAgain(more, live, 'log')
  expect(again.streams.map(shapeOfLog)).toEqual(live.streams.map(shapeOfLog))
  expect(shapesOf(spansPosted(again))).toEqual(shapesOf(spansLogged(live.streams)))
})

test('spans that are posted', async () => {
  const bodies: Buffer[] = []
  const live = await playLive(ON_DEMAND, ENDS, await collector(bodies))
  const posted = bodies.flatMap((body) => readTraces(body, PROTOBUF).intake.spans)
  const again = playAgain(ON_DEMAND, live, 'otlp')
  expect(again.streams.map(shapeOfLog)).toEqual(live.streams.map(shapeOfLog))
  expect(shapesOf(spansPosted(again))).toEqual(shapesOf(posted))
})

const PROTOBUF = { contentType: 'application/x-protobuf' }
const JSON_BODY = { contentType: 'application/json' }

interface Played {
  readonly journal: readonly JournalEntry[]
  readonly streams: readonly LogStream[]
}

async function playLive(
  more: Partial<FunctionDescription>,
  ends: readonly string[],
  endpoint?: string,
): Promise<Played> {
  const journal: JournalEntry[] = []
  const events: LoggedEvent[] = []
  const ready = Promise.withResolvers<void>()
  const lab = await startLab(
    { functions: [describeFunction('simulated', more)], ...(endpoint === undefined ? {} : { endpoint }) },
    {
      onLog: (event) => void events.push(event),
      onJournal(entry) {
        journal.push(entry)
        if (entry.kind === 'ready') ready.resolve()
      },
    },
  )
  onTestFinished(() => lab.stop())
  if (journal.some(({ kind }) => kind === 'made')) await ready.promise
  for (const end of ends) {
    // oxlint-disable-next-line no-await-in-loop -- a container is reused only by one invocation after another
    await lab.invoke('simulated', { end })
  }
  return { journal: [...journal], streams: streamsOf(events) }
}

/** The base address of a receiver that keeps what it is sent. */
async function collector(bodies: Buffer[]): Promise<string> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks))
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => server.close().closeAllConnections())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function playAgain(
  more: Partial<FunctionDescription>,
  { journal }: Played,
  flush: 'log' | 'otlp',
): Simulated {
  const [run] = runsOf(journal)
  return simulated({ ...readBehaviour({ name: 'simulated', ...more }, {}), flush }, simulationOf(run!))
}

/** Its lines without the SDK's own, each with its figures and ids taken out. */
function shapeOfLog({ logGroup, events }: LogStream): unknown {
  const lines = events.filter(({ message }) => !message.startsWith(LOG_LINE_PREFIX))
  return {
    logGroup,
    lines: lines.map(({ message }) => (message.startsWith('{') ? shapeOfJson(message) : masked(message))),
  }
}

function shapeOfJson(message: string): unknown {
  return JSON.parse(message, (name, value: unknown) => {
    // The frames below the error are the runtime's own.
    if (name === 'stackTrace') return (value as unknown[]).slice(0, 1)
    return typeof value === 'number' ? 0 : typeof value === 'string' ? masked(value) : value
  })
}

function masked(message: string): string {
  return message
    .replace(/("stack":\["[^"]*").*?\]/, '$1]')
    .replaceAll(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g, '<id>')
    .replaceAll(/Root=[^;]*;Parent=[0-9a-f]{16}/g, 'Root=<id>;Parent=<id>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replaceAll(/\d+(?:\.\d+)? (?=ms|MB)/g, '<number> ')
}

/** What the SDK measures of its own process. A simulation knows none of it, and leaves it out. */
const ONLY_REAL: ReadonlySet<string> = new Set([
  key.FLUSH_DURATION_US,
  key.MEMORY_HEAP_USED,
  key.MEMORY_RSS,
  key.SDK_LOOK_US,
  key.SDK_OVERHEAD_US,
])

/** Names, times, and the thread that happened to be free. */
const VARYING: ReadonlySet<string> = new Set([
  key.CODE_FINGERPRINT,
  key.CONFIG_FINGERPRINT,
  key.CONTAINER_ID,
  key.CONTAINER_AGE_MS,
  key.CONTAINER_IDLE_MS,
  key.CONTAINER_THREAD,
  key.FAAS_INSTANCE,
  key.INIT_DURATION_MS,
  key.INIT_TO_FIRST_INVOCATION_MS,
  key.LOG_STREAM_NAMES,
  key.PROCESS_ID,
  key.SERVICE_INSTANCE_ID,
])

/** In order of their ends, which is that of their invocations; an init's span before that of its invocation. */
function shapesOf(spans: readonly SpanRow[]): unknown[] {
  const names = new Map(spans.map(({ traceId, spanId, name }) => [traceId + spanId, name]))
  return spans
    .toSorted((a, b) => a.end - b.end || a.start - b.start || compare(a.name, b.name))
    .map((span) => shapeOfSpan(span, names))
}

function shapeOfSpan(span: SpanRow, names: ReadonlyMap<string, string>): unknown {
  const { traceId, parentSpanId, name, kind, status, statusMessage, scope, events } = span
  // Lambda gives every invocation an X-Ray header; a simulation has nobody to hand it on.
  const links = kind === 'server' ? [] : span.links
  return {
    name,
    kind,
    status,
    statusMessage,
    scope,
    links,
    events,
    parent: parentSpanId === undefined ? null : names.get(traceId + parentSpanId),
    attributes: shapeOfAttributes(span.attributes),
    resource: shapeOfAttributes(span.resource),
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function shapeOfAttributes(attributes: Attributes): Attributes {
  const entries = Object.entries(attributes).filter(([name]) => !ONLY_REAL.has(name))
  return Object.fromEntries(entries.map(([name, value]) => [name, VARYING.has(name) ? kindOf(value) : value]))
}

function kindOf(value: AttributeValue): string {
  return Array.isArray(value) ? `${typeof value[0]}s` : typeof value
}

function spansPosted({ requests }: Simulated): SpanRow[] {
  return requests.flatMap((request) => {
    const { intake, rejected, notes } = readTraces(Buffer.from(JSON.stringify(request)), JSON_BODY)
    expect({ rejected, notes }).toEqual({ rejected: [], notes: [] })
    return intake.spans
  })
}

/** Only the first line of a process has the whole resource. */
function spansLogged(streams: readonly LogStream[]): SpanRow[] {
  const { intake, unparsed } = readLogs(filterLogEvents(streams))
  expect(unparsed.count).toBe(0)
  const whole = new Map<AttributeValue, Attributes>()
  for (const { resource } of intake.spans)
    if (key.FAAS_NAME in resource) whole.set(resource[key.PROCESS_ID]!, resource)
  return intake.spans.map((span) => {
    const process = span.resource[key.PROCESS_ID]!
    const roots = intake.spans.filter((root) => key.START in root.attributes)
    const first = roots.find((root) => root.resource[key.PROCESS_ID] === process)
    const told = withResource(span, whole.get(process)!)
    return key.START in span.attributes ? withConstants(told, first) : told
  })
}

function withResource(span: SpanRow, resource: Attributes): SpanRow {
  return { ...span, resource }
}

/** A short line leaves out what is as it was in the first root span of its process. */
function withConstants(span: SpanRow, first: SpanRow | undefined): SpanRow {
  const constants = ROOT_LINE_LEAVES_OUT.flatMap((name) => {
    const value = first?.attributes[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...span, attributes: { ...Object.fromEntries(constants), ...span.attributes } }
}
