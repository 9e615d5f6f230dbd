import type { TraceState } from '@opentelemetry/api'

// A third of OpenTelemetry's own, which checks what is only handed on here.

/** The `tracestate` of a caller; undefined where it is longer than OpenTelemetry hands on, or is no header. */
export function traceStateOf(text: string | undefined): TraceState | undefined {
  if (text === undefined || !/^[ -~\t]{1,512}$/.test(text)) return undefined
  const members = text.match(/[^\s,=]+=[^,]*/g) ?? []
  return traceState(new Map(members.map((member) => member.trim().split(/=(.*)/) as [string, string])))
}

function traceState(members: ReadonlyMap<string, string>): TraceState {
  return {
    get: (name) => members.get(name),
    // By the standard what was changed last stands first: a map keeps the first place of a name and its last value.
    set: (name, value) => traceState(new Map([[name, value], ...members, [name, value]])),
    unset: (name) => traceState(new Map([...members].filter(([member]) => member !== name))),
    serialize: () => [...members].map((member) => member.join('=')).join(),
  }
}
