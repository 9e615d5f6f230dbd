import type { FlushMode } from '@thermocline/wire'
import type { Report } from '../settings/ladder.ts'
import type { Settings } from '../settings/settings.ts'

export interface FlushFacts {
  readonly settings: Settings
  /** The platform lets us work after the response. */
  readonly afterResponse: boolean
  /** The application sends its spans by a provider of its own. */
  readonly appExports: boolean
}

/** How spans leave this process. */
export function flushMode({ settings, afterResponse, appExports }: FlushFacts, report: Report): FlushMode {
  const { flush, endpoint } = settings
  if (flush === 'log' || endpoint === undefined) return 'log'
  // OpenTelemetry's variables name the application's own collector: it has the twin of each span from there already.
  if (flush === 'auto' && endpoint.shared && appExports) return 'log'
  if (flush === 'otlp') return 'otlp'
  if (afterResponse) return 'extension'
  if (flush === 'extension') report(NOT_REGISTERED)
  return 'otlp'
}

const NOT_REGISTERED =
  'flush "extension" needs an extension that is registered before the first invocation: start Node with ' +
  '--import @thermocline/lambda/auto, or `await register()` in an ES module; spans are posted before the response instead'
