import type { InitReport, PlatformEvent, Status } from './event.ts'

/** How much of Lambda's own CloudWatch gets where the log format is JSON; AWS's default is INFO. */
export type SystemLogLevel = 'DEBUG' | 'INFO' | 'WARN'

/** What Lambda itself tells, which alone has a system log level. */
export type SystemEvent = Exclude<PlatformEvent, { readonly type: 'function' | 'extension' }>

/** Whether CloudWatch gets this event; telemetry subscribers get all of them, whatever the level. */
export function reachesLog(event: SystemEvent, systemLevel: SystemLogLevel): boolean {
  return ORDER.indexOf(systemLogLevel(event)) >= ORDER.indexOf(systemLevel)
}

const ORDER: readonly SystemLogLevel[] = ['DEBUG', 'INFO', 'WARN']

function systemLogLevel(event: SystemEvent): SystemLogLevel {
  switch (event.type) {
    case 'platform.start':
    case 'platform.telemetrySubscription':
      return 'INFO'
    case 'platform.initStart':
      // AWS's condition is another: whether a runtime version is in the record. What it shows is the same, for by
      // default nothing of a suppressed init is to be seen.
      return event.record.phase === 'init' ? 'INFO' : 'DEBUG'
    case 'platform.initReport':
      return ended(event.record.status, initialised(event.record))
    case 'platform.report':
      return ended(event.record.status, 'INFO')
    case 'platform.initRuntimeDone':
    case 'platform.runtimeDone':
      return ended(event.record.status, 'DEBUG')
    case 'platform.extension':
      return event.record.errorType === undefined ? 'INFO' : 'WARN'
    case 'platform.logsDropped':
      return 'WARN'
  }
}

function initialised({ initializationType, phase }: InitReport): SystemLogLevel {
  return initializationType === 'on-demand' || phase === 'invoke' ? 'DEBUG' : 'INFO'
}

function ended(status: Status, well: SystemLogLevel): SystemLogLevel {
  return status === 'success' ? well : 'WARN'
}
