import type { FindingClass, FindingKind } from '@thermocline/wire'

/** What a finding of each kind means, and what to do: for a colleague who has not seen it before. */
export interface Advice {
  readonly name: string
  readonly means: string
  readonly todo: string
}

/** The advice on a finding: what its class says goes before what its kind says. */
export function adviceOn(finding: {
  readonly kind: FindingKind
  readonly class: FindingClass | null
}): Advice {
  const own = ADVICE[finding.kind]
  if (finding.class === 'cache') return { ...own, ...CACHE }
  if (finding.class === 'bleed') return { ...own, ...BLEED }
  return finding.class === 'state' && finding.kind === 'module_variable' ? { ...own, ...STATE } : own
}

const CACHE = {
  means:
    'State kept on purpose: every value lies under a key that belongs to it, and it does not grow without end.',
  todo: 'Nothing. It is listed so that you can see it was looked at.',
}

const BLEED = {
  means: 'A value of one request stays in shared state, where a later request can read it.',
  todo: 'Keep it in a variable of the handler, or under a key that belongs to the request; then look for who saw it.',
}

const STATE = {
  means: 'Invocations change a variable outside the handler, so later ones start from another state.',
  todo: 'Copy it in the handler before changing it, or set it anew at the start of each invocation.',
}

const ADVICE: Readonly<Record<FindingKind, Advice>> = {
  module_variable: {
    name: 'Module variable',
    means:
      'A variable outside the handler keeps growing, because the container keeps it between invocations.',
    todo: 'Move it into the handler, or give it a limit: a size with eviction, or an age.',
  },
  retained_event: {
    name: 'Retained event',
    means: 'The event of an earlier invocation is still reachable, so its data can show up in a later one.',
    todo: 'Pass the event as an argument and keep only what must outlive the call, copied.',
  },
  background_work: {
    name: 'Background work',
    means: 'Work started by one invocation was still running when the next one began.',
    todo: 'Await it before the handler returns; freezing stops it midway and thaws it in someone else’s call.',
  },
  timer: {
    name: 'Timer',
    means: 'A timer set by one invocation was left running, so it fires during a later one.',
    todo: 'Clear it in a finally block, or set it once at module level.',
  },
  listener: {
    name: 'Listener',
    means: 'Each invocation adds an event listener and none is removed: handlers run more often every time.',
    todo: 'Register it once at module level, use once(), or pass an AbortSignal and abort it at the end.',
  },
  handle: {
    name: 'Open handle',
    means: 'A file, socket or watcher was opened and not closed; a container has 1,024 file descriptors.',
    todo: 'Close it in a finally block, or open it once at module level and reuse it.',
  },
  tmp_file: {
    name: 'File in /tmp',
    means: 'Files stay in /tmp after the invocation: the disk fills, and later requests can read them.',
    todo: 'Delete the file in a finally block, and give it a name that cannot be guessed.',
  },
  env: {
    name: 'Environment variable',
    means: 'An invocation changed process.env, which every later invocation in the container sees.',
    todo: 'Pass the value as an argument; treat process.env as read-only.',
  },
  global: {
    name: 'Global',
    means: 'An invocation created or changed a global, which every later invocation in the container sees.',
    todo: 'Declare the variable in the handler. Strict mode turns a forgotten declaration into an error.',
  },
  prototype: {
    name: 'Prototype',
    means:
      'An invocation changed a built-in prototype: all code in the container behaves differently from then on.',
    todo: 'Look for a merge of untrusted keys such as __proto__; freeze prototypes or use maps.',
  },
  connection_churn: {
    name: 'Connection churn',
    means: 'Every invocation opens new connections instead of using the ones the container already has.',
    todo: 'Create the client once at module level, with keep-alive.',
  },
  lazy_init: {
    name: 'Lazy init',
    means: 'Heavy loading runs inside the first invocation, on the caller’s time.',
    todo: 'Move the import to module level, where init has a full CPU; or load less.',
  },
  poisoned_init: {
    name: 'Poisoned init',
    means: 'A failed init was remembered, so every later invocation in the container fails the same way.',
    todo: 'Forget a rejected promise before the next call, so that it is tried again.',
  },
  stale_init: {
    name: 'Stale init',
    means: 'A value such as a time or an id was computed once at init and is used as if it were fresh.',
    todo: 'Compute it in the handler.',
  },
  drift: {
    name: 'Drift',
    means:
      'Shared state moves a little with each invocation, so the same request gets a different answer later.',
    todo: 'Copy shared objects before changing them, and reset counters at the start of the handler.',
  },
  heap_trend: {
    name: 'Heap trend',
    means:
      'Memory in use after garbage collection keeps rising: something is kept, though no name was found.',
    todo: 'Compare two heap snapshots in the lab, and look at what was allocated between them.',
  },
}
