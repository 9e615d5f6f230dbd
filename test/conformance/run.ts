import { createHash } from 'node:crypto'
import type { InvocationResult, Lab } from '@thermocline/lab'
import { type SeenSpan, seenSpans } from '../../packages/lambda/test/decode.ts'
import type { PlatformEvent } from '../../packages/lab/src/platform/event.ts'
import { FAULT_LINE } from './faults/hook.ts'
import { isOnlyPlaces, normalise, type Particulars } from './normal.ts'
import { DEFAULT_EVENTS, type Style } from './style.ts'

/** What came of a style, as far as a caller and a reader of its log can tell. */
export interface Played {
  readonly invocations: readonly PlayedInvocation[]
  /** What Lambda tells of its containers, each as one text. */
  readonly platform: readonly string[]
  /** What it logged, by where it logged it. The SDK's own lines are left out. */
  readonly lines: readonly string[]
  /** What the SDK said on stderr. */
  readonly says: readonly string[]
  /** A fault that was asked for has happened. */
  readonly thrown: boolean
  /** Request ids of the root spans, in the order they were sent. */
  readonly roots: readonly string[]
}

interface PlayedInvocation {
  /** Outcome, body or stream, and error, as one text each. */
  readonly answer: readonly string[]
  /** Which process of which container served it, and how it met it. */
  readonly process: string
}

/** Where a style is played. */
export interface Stage {
  readonly lab: Lab
  readonly functionName: string
  readonly folder: string
  /** What was told of a container so far. */
  readonly told: (logStream: string) => readonly PlatformEvent[]
  /** Spans that came over the network. */
  readonly collected: () => readonly SeenSpan[]
}

/** Invokes the style's function with one event after another. */
export async function play(style: Style, stage: Stage): Promise<Played> {
  const { lab, functionName, folder } = stage
  const taken: Taken[] = []
  for (const [index, event] of (style.events ?? DEFAULT_EVENTS).entries()) {
    let body: Buffer | undefined
    const onAnswer = (answer: { readonly body: Buffer }): void => void (body = answer.body)
    const requestId = `${functionName}-${index + 1}`
    // oxlint-disable-next-line no-await-in-loop -- a container is reused only by one invocation after another
    const result = await lab.invoke(functionName, event, { requestId, onAnswer })
    taken.push({ result, body })
  }
  const containers = lab.containers().filter((container) => container.functionName === functionName)
  const logStreams = containers.map(({ logStream }) => logStream)
  const particulars: Particulars = { folder, functionName, logStreams }
  const events = logStreams.map((logStream) => stage.told(logStream))
  const output = events.flat().filter((event) => event.type === 'function')
  const texts = output.map(({ record }) => (typeof record === 'string' ? record : JSON.stringify(record)))
  const logged = texts.filter((text) => text.startsWith(OWN_LINE)).flatMap(spansOfLine)
  const sent = stage.collected().filter(({ attributes }) => idOf(attributes).startsWith(`${functionName}-`))
  return {
    invocations: taken.map((one) => ({
      answer: answerOf(one, particulars),
      process: processOf(one, taken, logStreams),
    })),
    platform: events.flatMap((told) => told.flatMap((event) => platformText(event))),
    lines: events.flatMap((told) => linesOf(told, particulars, style.lateLines === true)),
    thrown: texts.some((text) => text.startsWith(FAULT_LINE)),
    says: texts.filter((text) => text.startsWith(OWN_WORD)),
    roots: onceEach([...logged, ...sent]).flatMap((span) => rootOf(span, functionName)),
  }
}

const OWN_LINE = '{"thermocline":'
const OWN_WORD = 'thermocline: '

interface Taken {
  readonly result: InvocationResult
  /** Undefined when nothing was posted. */
  readonly body: Buffer | undefined
}

function answerOf({ result, body }: Taken, particulars: Particulars): string[] {
  const { outcome, error, stream } = result
  return [
    outcome,
    stream === null ? 'buffered' : `streamed ${stream.contentType}`,
    body === undefined ? 'no body' : readable(normalise(body.toString('utf8'), particulars)),
    error === null ? 'no error' : normalise(`${error.errorType}: ${error.errorMessage}`, particulars),
  ]
}

// Of six million characters nobody reads which differ.
const MOST_READABLE = 20_000

function readable(text: string): string {
  if (text.length <= MOST_READABLE) return text
  const digest = createHash('sha256').update(text).digest('hex')
  return `${text.length} characters: ${text.slice(0, 100)}…${text.slice(-100)} ${digest}`
}

function processOf({ result }: Taken, all: readonly Taken[], logStreams: readonly string[]): string {
  const pids = [...new Set(all.map((one) => one.result.pid))]
  return `container ${logStreams.indexOf(result.container) + 1}, process ${pids.indexOf(result.pid) + 1}, ${result.startKind}`
}

function platformText(event: PlatformEvent): string[] {
  const { type } = event
  if (type === 'platform.initStart') return [`init ${event.record.phase}`]
  if (type === 'platform.start') return ['start']
  if (type === 'platform.initReport') {
    return [`init report ${event.record.phase} ${event.record.status} ${event.record.errorType ?? ''}`]
  }
  if (type !== 'platform.runtimeDone' && type !== 'platform.report') return []
  return [`${type} ${event.record.status} ${event.record.errorType ?? ''}`]
}

/**
 * The log of one container, by invocation, and within it by pipe: the runtime logs through one, and stdout and stderr
 * are two more. Lines of one pipe are in order, those of two are read as they come. So that programs' own lines can be
 * told apart they begin with `out:` and `err:`.
 */
function linesOf(told: readonly PlatformEvent[], particulars: Particulars, late: boolean): string[] {
  const lines: { readonly turn: number; readonly pipe: number; readonly text: string }[] = []
  let turn = 0
  for (const event of told) {
    if (!late && (event.type === 'platform.start' || event.type === 'platform.initStart')) turn += 1
    if (event.type !== 'function') continue
    const raw = typeof event.record === 'string' ? event.record : JSON.stringify(event.record)
    if ([OWN_LINE, OWN_WORD, FAULT_LINE].some((start) => raw.startsWith(start))) continue
    const text = normalise(raw, particulars)
    // A line of a stack, of which nothing is left.
    if (isOnlyPlaces(text) || (text === '' && raw !== '')) continue
    lines.push({ turn, pipe: pipeOf(text), text: readable(text) })
  }
  return lines
    .toSorted((a, b) => a.turn - b.turn || a.pipe - b.pipe)
    .map(({ turn: at, text }) => `${at} ${text}`)
}

function pipeOf(text: string): number {
  if (/^(?:<time>\t|\{"timestamp":)/.test(text)) return 0
  return /^'?out:/.test(text) || text.startsWith('[ERROR] [<ms>]') ? 1 : 2
}

function spansOfLine(text: string): SeenSpan[] {
  return seenSpans(Buffer.from((JSON.parse(text) as { d: string }).d, 'base64'))
}

/** A post of which no answer came is sent again: a reader takes the same span twice as one. */
function onceEach(spans: readonly SeenSpan[]): SeenSpan[] {
  return [...new Map(spans.map((span) => [span.spanId, span])).values()]
}

function rootOf({ name, attributes }: SeenSpan, functionName: string): string[] {
  return name === functionName ? [idOf(attributes).replace(`${functionName}-`, '')] : []
}

function idOf(attributes: SeenSpan['attributes']): string {
  const id = attributes['faas.invocation.id']
  return typeof id === 'string' ? id : ''
}
