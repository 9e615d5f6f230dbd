import { ENVIRONMENT } from './declaration.ts'

/** What of the process any code can reach, by the names that code has for it. */
export interface Globals {
  variables(): Readonly<Record<string, unknown>>
}

/** `env`: what was set when the process began is no leak. */
export function openGlobals(env: Readonly<Record<string, string | undefined>>): Globals {
  const begun = { ...env }
  // The same at each look, or it would seem to be put there anew.
  const changed: Record<string, unknown> = {}

  // The runtime sets some of its own at each invocation.
  function changedEnvironment(): Record<string, unknown> {
    for (const name of Object.keys(changed)) if (env[name] === undefined) delete changed[name]
    for (const name of Object.keys(env)) {
      if (env[name] !== begun[name] && !/^(?:AWS_|_X_AMZN_|_HANDLER$|THERMOCLINE_)/.test(name))
        changed[name] = env[name]
    }
    return changed
  }

  return { variables: () => ({ ...assignedGlobals(), [ENVIRONMENT]: changedEnvironment(), process }) }
}

/**
 * What code has put onto globalThis by assigning to it: that enumerates and is a plain property, unlike most of what
 * Node puts there. Only names are compared with Node's own, and no getter is run: reading them all costs 140 ms.
 */
function assignedGlobals(): Readonly<Record<string, unknown>> {
  const variables: Record<string, unknown> = Object.create(null)
  for (const name of Object.keys(globalThis)) {
    if (OF_NODE.has(name)) continue
    const property = Object.getOwnPropertyDescriptor(globalThis, name)
    if (property && 'value' in property) variables[name] = property.value
  }
  return variables
}

const OF_NODE = new Set(
  (
    'global awslambda clearImmediate setImmediate clearInterval clearTimeout setInterval setTimeout queueMicrotask ' +
    'structuredClone atob btoa performance fetch navigator crypto process'
  ).split(' '),
)
