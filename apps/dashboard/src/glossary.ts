import type { Cause, FindingClass, Outcome, Severity, Start } from '@thermocline/wire'

// Every word and figure the dashboard shows, explained once, in words.

export const TERMS = {
  invocations: { name: 'Invocations', means: 'Calls of the handler that were seen.' },
  errors: {
    name: 'Errors',
    means: 'Invocations whose handler threw or answered with an error. Timeouts are counted apart.',
  },
  container: {
    name: 'Container',
    means:
      'One sandbox of Lambda (AWS says execution environment): one log stream, one /tmp, and many invocations, one after the other. Between them it is frozen.',
  },
  leftCensored: {
    name: 'Older than the data',
    means:
      'Containers that were already running when the data begins: their first invocation seen was not their first.',
  },
  singleUse: {
    name: 'Used once',
    means: 'Containers that served exactly one invocation and were never used again.',
  },
  coldRatio: { name: 'Cold ratio', means: 'Invocations with a cold start, divided by all invocations.' },
  callerInitRatio: {
    name: 'Callers who waited',
    means:
      'Share of callers who really waited for an init: cold, reinit and restored starts, divided by all invocations.',
  },
  reuseRatio: {
    name: 'Reuse ratio',
    means:
      '1 − containers ÷ invocations. 0% means a new container for every invocation. It depends on the window looked at.',
  },
  reusedShare: {
    name: 'Reused share',
    means:
      'Invocations that were not the first seen in their container, divided by all invocations. Unlike the reuse ratio it adds up over windows.',
  },
  init: {
    name: 'Init',
    means:
      'Process start to the first turn after the handler’s module has loaded. AWS’s own figure wins when it arrives.',
  },
  initP50: { name: 'Init p50', means: 'Half of the inits took no longer than this.' },
  initP95: { name: 'Init p95', means: 'Nineteen of twenty inits took no longer than this.' },
  p50: { name: 'p50', means: 'Half took no longer than this.' },
  p95: { name: 'p95', means: 'Nineteen of twenty took no longer than this.' },
  p99: { name: 'p99', means: 'Ninety-nine of a hundred took no longer than this.' },
  max: { name: 'Max', means: 'The longest seen.' },
  peakConcurrency: {
    name: 'Peak concurrency',
    means: 'The most callers served at the same moment, those who waited for an init included.',
  },
  perContainer: {
    name: 'Invocations each',
    means: 'How many invocations one container served: median, nine of ten, and most.',
  },
  lifetime: {
    name: 'Lifetime',
    means: 'First invocation to last end in one container: median, nine of ten, and longest.',
  },
  idle: {
    name: 'Idle',
    means:
      'End of one invocation to the start of the next in the same container: median, nine of ten, and longest.',
  },
  starts: {
    name: 'Starts',
    means:
      'How invocations met their container. All but the warm ones had an init; of those, proactive and provisioned ones kept nobody waiting.',
  },
  causes: {
    name: 'Causes',
    means: 'Why inits happened: a judgement from the evidence, given with a confidence.',
  },
  confidence: {
    name: 'Confidence',
    means:
      'How sure the judgement is, 0 to 100%. A wrapper never sees why a container ended, so it is inferred.',
  },
  findings: {
    name: 'Findings',
    means:
      'Leaked state: what survives from one invocation into the next and should not. Caches are not counted, nor what is fixed or ignored.',
  },
  missing: {
    name: 'Never arrived',
    means:
      'Counted from gaps in each container’s invocation number: sent by the SDK, never arrived. Figures leave them out.',
  },
  sources: {
    name: 'Sources',
    means: 'Where the data came from: spans sent by the SDK, CloudWatch logs, or both.',
  },
  duration: { name: 'Took', means: 'Time the handler took, init not included.' },
  outcome: { name: 'Outcome', means: 'How an invocation ended: ok, error or timeout.' },
} as const
export type TermId = keyof typeof TERMS

export const START_WORDS: Readonly<Record<Start, string>> = {
  cold: 'The init ran on the caller’s time.',
  proactive: 'The init had finished well before the first invocation: nobody waited.',
  provisioned: 'Provisioned concurrency paid for the init ahead of time.',
  restored: 'Restored from a SnapStart snapshot while the caller waited.',
  reinit: 'A new process in an old container, after a timeout or a crash: the caller waited for its init.',
  warm: 'Met a container that had served before: no init.',
}

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  ok: 'The handler answered.',
  error: 'The handler threw or answered with an error.',
  timeout: 'Lambda stopped the handler at the function’s timeout.',
}

export const CAUSE_WORDS: Readonly<Record<Cause, string>> = {
  first: 'Nothing of this function had been seen before, or the data begins here.',
  deploy: 'No container of this version or code had ever been seen: new code needs new containers.',
  config: 'No container with these settings had ever been seen: a changed setting needs new containers.',
  scale_out: 'Every living container was busy, so this request needed one more.',
  idle_expiry: 'No container was alive any more: they had been idle for too long.',
  recycled: 'Lambda retires containers at a certain age even when they are in use.',
  reset: 'The container stayed and only its process is new, after a timeout or a crash.',
  provisioned: 'Started ahead of time by provisioned concurrency.',
  platform_choice: 'An idle container existed and was used again later, yet Lambda started a new one.',
  unknown: 'The data does not decide it. The evidence says which readings remain.',
}

export const CLASS_WORDS: Readonly<Record<FindingClass, string>> = {
  cache: 'State kept under a key that belongs to it. Information, not a fault.',
  growth: 'State that grows with every invocation until memory runs out.',
  bleed: 'A value of one request that a later request can read.',
  background: 'Work of one invocation that goes on during another.',
  resource: 'Something opened and not closed: timers, listeners, files, connections.',
  state: 'Shared state that an invocation changed for those after it.',
}

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  info: 'Good to know. Nothing to do.',
  low: 'Untidy, with no harm seen.',
  medium: 'Will cost memory, time or money as containers live longer.',
  high: 'Will break invocations, or already does.',
  critical: 'One user’s data can reach another user.',
}
