// The words of the field, each list once. Order is the order of display.

/** How an invocation met its container. */
export const STARTS = ['cold', 'proactive', 'provisioned', 'restored', 'reinit', 'warm'] as const
export type Start = (typeof STARTS)[number]

/** Why an init happened. */
export const CAUSES = [
  'first',
  'deploy',
  'config',
  'scale_out',
  'idle_expiry',
  'recycled',
  'reset',
  'provisioned',
  'platform_choice',
  'unknown',
] as const
export type Cause = (typeof CAUSES)[number]

/** How an invocation ended. */
export const OUTCOMES = ['ok', 'error', 'timeout'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** Where an init duration was measured, from the weakest source to the one that wins. */
export const INIT_SOURCES = ['sdk', 'report', 'telemetry'] as const
export type InitSource = (typeof INIT_SOURCES)[number]

/** What kind of leaked state was seen. */
export const FINDING_KINDS = [
  'module_variable',
  'retained_event',
  'background_work',
  'timer',
  'listener',
  'handle',
  'tmp_file',
  'env',
  'global',
  'prototype',
  'connection_churn',
  'lazy_init',
  'poisoned_init',
  'stale_init',
  'drift',
  'heap_trend',
] as const
export type FindingKind = (typeof FINDING_KINDS)[number]

/** What leaked state means. A `cache` is information, never a flag. */
export const FINDING_CLASSES = ['cache', 'growth', 'bleed', 'background', 'resource', 'state'] as const
export type FindingClass = (typeof FINDING_CLASSES)[number]

/** From harmless to worst. */
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]

/** What becomes of a finding: it gets larger, it stays as it is, or newer processes no longer show it. */
export const FINDING_TRENDS = ['growing', 'steady', 'fading'] as const
export type FindingTrend = (typeof FINDING_TRENDS)[number]

/** What the sizes of a finding count. A variable's are entries of a collection, or characters of a text. */
export const GROWTH_UNITS = [
  'entries_or_characters',
  'listeners',
  'timers',
  'handles',
  'files',
  'bytes',
] as const
export type GrowthUnit = (typeof GROWTH_UNITS)[number]

export const FINDING_STATUSES = ['open', 'fixed', 'ignored'] as const
export type FindingStatus = (typeof FINDING_STATUSES)[number]

/** How spans leave the function. `auto` is a setting, never seen on a span. */
export const FLUSH_MODES = ['log', 'otlp', 'extension'] as const
export type FlushMode = (typeof FLUSH_MODES)[number]
