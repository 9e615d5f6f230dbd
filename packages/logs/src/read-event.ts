import type { FunctionFacts, OtlpReading } from '@thermocline/otlp'
import type { ContainerSighting, InvocationSighting } from '@thermocline/wire'
import type { Crash } from './crash-sightings.ts'
import type { LogEvent } from './importers.ts'
import { platformJson } from './platform-json.ts'
import { platformLine } from './platform-line.ts'
import { platformSighting } from './platform-sightings.ts'
import { spanLine, spanText } from './span-line.ts'

/** What one event turned out to be. */
export type EventReading =
  | { readonly kind: 'invocation'; readonly sighting: InvocationSighting }
  | { readonly kind: 'container'; readonly sighting: ContainerSighting }
  | { readonly kind: 'crash'; readonly crash: Crash }
  | { readonly kind: 'spans'; readonly reading: OtlpReading }
  /** Lambda's, understood, and of no use here. */
  | { readonly kind: 'nothing' }
  /** Written by the application. */
  | { readonly kind: 'application' }
  | { readonly kind: 'unparsed'; readonly reason: string }

/** What an event says, by itself and nothing else. */
export function readEvent(event: LogEvent, facts: FunctionFacts): EventReading {
  const text = spanText(event.message)
  if (text !== undefined) {
    const reading = spanLine(text, event, facts)
    return typeof reading === 'string' ? { kind: 'unparsed', reason: reading } : { kind: 'spans', reading }
  }
  const fact = platformLine(event.message) ?? platformJson(event.message)
  if (fact === undefined) return APPLICATION
  if (fact.kind === 'crashed') return { kind: 'crash', crash: { fact, event } }
  return platformSighting(fact, event, facts)
}

const APPLICATION: EventReading = { kind: 'application' }
