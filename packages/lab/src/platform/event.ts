import type { Ms, UnixMs } from '@thermocline/wire'

// What Lambda itself tells of a container, as the Telemetry API has it (schema 2025-01-29). The one source of every log
// line the lab writes: text logs, JSON logs and telemetry subscribers are renderings of the same events.

/** `native-http` (Web Functions) and `snap-start` are not Node's, and never made here. */
export type InitType = 'on-demand' | 'provisioned-concurrency' | 'lambda-managed-instances'
/** `invoke`: an init that runs inside an invocation, after a reset or a first init that failed. */
export type InitPhase = 'init' | 'invoke'
export type Status = 'success' | 'failure' | 'error' | 'timeout'

export interface Tracing {
  readonly spanId?: string
  readonly type: 'X-Amzn-Trace-Id'
  /** `Root=1-…;Parent=…;Sampled=0`. */
  readonly value: string
}

/** `responseLatency`, `responseDuration`, `runtimeOverhead`, `extensionOverhead`. */
export interface PlatformSpan {
  readonly name: string
  /** ISO 8601, UTC, milliseconds. */
  readonly start: string
  readonly durationMs: Ms
}

export interface InitStart {
  readonly initializationType: InitType
  readonly phase: InitPhase
  /** `nodejs:24.v21`. */
  readonly runtimeVersion: string
  readonly runtimeVersionArn: string
  readonly functionName: string
  readonly functionVersion: string
  /** UUID of the container, as far as Lambda gives it one. */
  readonly instanceId: string
  /** Megabytes, as in the example of Lambda's documentation. */
  readonly instanceMaxMemory: number
}

interface InitRuntimeDone {
  readonly initializationType: InitType
  readonly phase: InitPhase
  readonly status: Status
  readonly errorType?: string
}

export interface InitReport {
  readonly initializationType: InitType
  readonly phase: InitPhase
  readonly status: Status
  readonly errorType?: string
  readonly metrics: { readonly durationMs: Ms }
}

export interface Start {
  readonly requestId: string
  readonly version: string
  readonly functionArn: string
  readonly tenantId?: string
  readonly tracing?: Tracing
}

export interface RuntimeDone {
  readonly requestId: string
  readonly status: Status
  readonly errorType?: string
  /** `producedBytes` is absent where nothing was answered. */
  readonly metrics?: { readonly durationMs: Ms; readonly producedBytes?: number }
  readonly spans?: readonly PlatformSpan[]
  readonly tenantId?: string
  readonly tracing?: Tracing
}

/** Under Managed Instances `metrics` holds `durationMs` alone. */
export interface ReportMetrics {
  readonly durationMs: Ms
  readonly billedDurationMs?: Ms
  readonly memorySizeMB?: number
  readonly maxMemoryUsedMB?: number
  /** Only where an init succeeded on its own, before the first invocation. */
  readonly initDurationMs?: Ms
}

export interface Report {
  readonly requestId: string
  readonly status: Status
  readonly errorType?: string
  readonly metrics: ReportMetrics
  readonly spans?: readonly PlatformSpan[]
  readonly tenantId?: string
  readonly tracing?: Tracing
}

/** What an extension had come to when its init was over. */
export type ExtensionState = 'Started' | 'Registered' | 'Ready' | 'InitError' | 'ExitError'

export interface Extension {
  readonly name: string
  readonly state: ExtensionState
  readonly events: readonly string[]
  readonly errorType?: string
}

export interface TelemetrySubscription {
  readonly name: string
  readonly state: 'Subscribed' | 'Already subscribed'
  readonly types: readonly string[]
}

export interface LogsDropped {
  readonly reason: string
  readonly droppedRecords: number
  readonly droppedBytes: number
}

/** What an event of each type tells. */
export interface EventRecords {
  readonly 'platform.initStart': InitStart
  readonly 'platform.initRuntimeDone': InitRuntimeDone
  readonly 'platform.initReport': InitReport
  readonly 'platform.start': Start
  readonly 'platform.runtimeDone': RuntimeDone
  readonly 'platform.report': Report
  readonly 'platform.extension': Extension
  readonly 'platform.telemetrySubscription': TelemetrySubscription
  readonly 'platform.logsDropped': LogsDropped
  /** One line somebody wrote, without its line end. An object where the function's log format is JSON and it is one. */
  readonly function: string | Readonly<Record<string, unknown>>
  readonly extension: string | Readonly<Record<string, unknown>>
}

export type EventType = keyof EventRecords

/** One event; `time` is when it happened. */
export type PlatformEvent = {
  readonly [T in EventType]: { readonly time: UnixMs; readonly type: T; readonly record: EventRecords[T] }
}[EventType]
