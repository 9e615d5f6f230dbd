import type { Request } from 'express'
import { readWindow } from '@thermocline/export'
import { ThermoclineError, unixUs } from '@thermocline/wire'
import type { TimeRange } from '@thermocline/wire'

/** A parameter that must be there, once. Throws `bad_request`. */
export function wanted(request: Request, name: string): string {
  const value = optional(request, name)
  if (value !== undefined && value !== '') return value
  throw new ThermoclineError('bad_request', `${name} must be given, as in ${request.path}?${name}=...`)
}

/** A parameter that may be there, once. Throws `bad_request`. */
export function optional(request: Request, name: string): string | undefined {
  const value = request.query[name]
  if (value === undefined || typeof value === 'string') return value
  throw new ThermoclineError('bad_request', `${name} must be given once, got ${JSON.stringify(value)}`)
}

/** The window between from and to. Throws `bad_request`. */
export function windowOf(request: Request): TimeRange {
  const typed = { from: optional(request, 'from'), to: optional(request, 'to') }
  return readWindow(typed, unixUs(Date.now() * 1000), 'bad_request')
}
