import type { FunctionFacts, OtlpReading, Tally } from '@thermocline/otlp'
import type { ContainerSighting, Intake, InvocationSighting } from '@thermocline/wire'
import { EMPTY_INTAKE, joinIntakes, ThermoclineError } from '@thermocline/wire'
import type { Crash } from './crash-sightings.ts'
import { crashSighting } from './crash-sightings.ts'
import type { FunctionHints } from './function-name.ts'
import { functionOfStream, nameUnknown, unknownContainers } from './function-name.ts'
import type { LogEvent, TextFacts } from './importers.ts'
import { IMPORTERS } from './importers.ts'
import type { EventReading } from './read-event.ts'
import { readEvent } from './read-event.ts'
import type { Unparsed, UnparsedList } from './unparsed.ts'
import { unparsedList } from './unparsed.ts'

export type LogOptions = FunctionHints & TextFacts

export interface LogReading {
  /** Name of the importer that read it. */
  readonly format: string
  readonly intake: Intake
  /** Entries of the file, the unparsed ones too. */
  readonly events: number
  /** Different (container, request id) among them; a retry that met its container again counts once. */
  readonly invocations: number
  /** Lines of flush mode `log` that were read. */
  readonly spanLines: number
  /** Lines that the application wrote. */
  readonly appLines: number
  readonly unparsed: Unparsed
  /** What was kept of span lines without all of its meaning. */
  readonly notes: readonly Tally[]
  /** Whether some container's function was named by nothing and nobody. */
  readonly functionUnknown: boolean
}

/** What a file of CloudWatch logs says. Throws `unknown_format`, or `bad_log` with the place. */
export function readLogs(text: string, options: LogOptions = {}): LogReading {
  const importer = IMPORTERS.find((one) => one.sniff(text))
  if (importer === undefined) throw unknownFormat(text)
  const { events, broken, spans = [] } = importer.parse(text, options)

  const unparsed = unparsedList()
  for (const { place, message, reason } of broken) unparsed.add(place, message, reason)
  const sorted = sortEvents(events, options.logGroup, unparsed)
  for (const [index, reading] of spans.entries()) putSpans(sorted, reading, `request ${index + 1}`, '')
  const crashed = joinCrashes(sorted)
  const { containers, invocations } = sorted
  const told = joinIntakes([
    ...sorted.spans.map((reading) => reading.intake),
    { ...EMPTY_INTAKE, containers, invocations: [...invocations, ...crashed] },
  ])
  // Only now: a span further down may name the function of a container, and no hint renames it.
  const { functionName } = options
  const intake = functionName === undefined ? told : nameUnknown(told, functionName)
  return {
    format: importer.name,
    intake,
    events: events.length + broken.length + spans.length,
    invocations: new Set(intake.invocations.map(idOf)).size,
    spanLines: sorted.spans.length,
    appLines: sorted.appLines,
    unparsed: unparsed.result(),
    notes: joinTallies(sorted.spans.flatMap((reading) => reading.notes)),
    functionUnknown: unknownContainers(intake).size > 0,
  }
}

interface SortedEvents {
  readonly invocations: InvocationSighting[]
  readonly containers: ContainerSighting[]
  readonly crashes: Crash[]
  readonly spans: OtlpReading[]
  readonly unparsed: UnparsedList
  appLines: number
}

function sortEvents(
  events: readonly LogEvent[],
  logGroup: string | undefined,
  unparsed: UnparsedList,
): SortedEvents {
  const sorted: SortedEvents = {
    invocations: [],
    containers: [],
    crashes: [],
    spans: [],
    unparsed,
    appLines: 0,
  }
  const functions = new Map<string, FunctionFacts>()
  for (const event of events) {
    const facts = functions.get(event.stream) ?? functionOfEvent(event, logGroup)
    functions.set(event.stream, facts)
    put(sorted, event, readEvent(event, facts))
  }
  return sorted
}

function put(sorted: SortedEvents, { place, message }: LogEvent, read: EventReading): void {
  switch (read.kind) {
    case 'invocation':
      return void sorted.invocations.push(read.sighting)
    case 'container':
      return void sorted.containers.push(read.sighting)
    case 'crash':
      return void sorted.crashes.push(read.crash)
    case 'application':
      return void sorted.appLines++
    case 'unparsed':
      return sorted.unparsed.add(place, message, read.reason)
    case 'spans':
      return putSpans(sorted, read.reading, place, message)
    case 'nothing':
  }
}

function putSpans(sorted: SortedEvents, reading: OtlpReading, place: string, message: string): void {
  sorted.spans.push(reading)
  for (const { count, reason } of reading.rejected) {
    sorted.unparsed.add(place, message, `span line: ${count} rejected: ${reason}`)
  }
}

function functionOfEvent({ stream, logGroup, account }: LogEvent, hint: string | undefined): FunctionFacts {
  const facts = functionOfStream(stream, logGroup ?? hint)
  return account === undefined ? facts : { ...facts, account }
}

function joinTallies(all: readonly Tally[]): Tally[] {
  const counts = new Map<string, number>()
  for (const { count, reason } of all) counts.set(reason, (counts.get(reason) ?? 0) + count)
  return [...counts].map(([reason, count]) => ({ count, reason }))
}

function joinCrashes({ crashes, invocations, unparsed }: SortedEvents): InvocationSighting[] {
  if (crashes.length === 0) return []
  const inOrder = invocations.toSorted((a, b) => a.start - b.start)
  const byRequest = Map.groupBy(inOrder, idOf)
  return crashes.flatMap((crash) => {
    const { fact, event } = crash
    const sighting = crashSighting(crash, byRequest.get(`${event.stream} ${fact.requestId}`) ?? [])
    if (sighting !== undefined) return [sighting]
    unparsed.add(event.place, event.message, 'a crash whose START and REPORT are not in this file')
    return []
  })
}

function idOf({ container, requestId }: InvocationSighting): string {
  return `${container} ${requestId}`
}

function unknownFormat(text: string): ThermoclineError {
  const known = IMPORTERS.map(({ name }) => name).join(', ')
  const met = text.trim() === '' ? 'an empty file' : JSON.stringify(text.trimStart().slice(0, 60))
  return new ThermoclineError('unknown_format', `a log must be one of: ${known}; got ${met}`)
}
