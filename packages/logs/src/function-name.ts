import type { FunctionFacts } from '@thermocline/otlp'
import { functionOfLogGroup, parseLogStreamName } from '@thermocline/otlp'
import type { FunctionIdentity, Intake } from '@thermocline/wire'
import { UNKNOWN_FUNCTION } from '@thermocline/wire'

/** What whoever has the file knows of it. */
export interface FunctionHints {
  /** For containers that nothing else gives a function: neither stream nor log group, nor a span of theirs. */
  readonly functionName?: string | undefined
  readonly logGroup?: string | undefined
}

/**
 * What is known of the function that writes into a stream: in a custom log group the name is the stream's own, else
 * the log group's. The version is always the stream's.
 */
export function functionOfStream(stream: string, logGroup: string | undefined): FunctionFacts {
  const parts = parseLogStreamName(stream)
  const name = parts?.functionName ?? functionOfLogGroup(logGroup).name
  return {
    ...(name === undefined ? {} : { name }),
    ...(parts === undefined ? {} : { version: parts.version }),
  }
}

/** The intake with a name for the function of each container that nothing in it gives one. */
export function nameUnknown(intake: Intake, name: string): Intake {
  const unknown = unknownContainers(intake)
  const named = <Of extends OfContainer>(one: Of): Of =>
    unknown.has(one.container) ? { ...one, function: { ...one.function, name } } : one
  return {
    spans: intake.spans,
    invocations: intake.invocations.map(named),
    containers: intake.containers.map(named),
    findings: intake.findings.map(named),
  }
}

/** The containers whose function nothing names; one sighting that does settles all others of its container. */
export function unknownContainers({ invocations, containers, findings }: Intake): ReadonlySet<string> {
  const all: readonly OfContainer[] = [...invocations, ...containers, ...findings]
  const named = new Set(
    all.filter((one) => one.function.name !== UNKNOWN_FUNCTION).map((one) => one.container),
  )
  return new Set(all.map(({ container }) => container).filter((container) => !named.has(container)))
}

interface OfContainer {
  readonly function: FunctionIdentity
  readonly container: string
}
