import { badPlace, fieldsOf, given, itemsOf } from './place.ts'
import type { Place } from './place.ts'
import type { ModelDescription, Spread } from './scenario.ts'
import { number, optional } from './values.ts'

export const MODEL_FIELDS = ['initMs', 'durationMs', 'timeoutShare', 'crashShare', 'errorShare'] as const

/** How a simulated function behaves; `null` when nothing is said. Throws `bad_setting`. */
export function readModel(place: Place): ModelDescription | null {
  if (!given(place)) return null
  const fields = fieldsOf(place, MODEL_FIELDS)
  const model = {
    initMs: readSpread(fields.initMs),
    durationMs: readSpread(fields.durationMs),
    timeoutShare: optional(fields.timeoutShare, share, 0),
    crashShare: optional(fields.crashShare, share, 0),
    errorShare: optional(fields.errorShare, share, 0),
  }
  if (model.timeoutShare + model.crashShare + model.errorShare > 1)
    throw badPlace(place, 'of shares that are 1 at most together')
  return model
}

const share = number(0, 1)
const milliseconds = number(0, 900_000)
const someMilliseconds = number(0.001, 900_000)

function readSpread(place: Place): Spread {
  const { value } = place
  if (typeof value === 'number') return milliseconds(place)
  if (Array.isArray(value)) return itemsOf(place, 1).map(milliseconds)
  if (typeof value !== 'object' || value === null)
    throw badPlace(place, 'milliseconds, a list of them, or {"p50": ..., "p95": ...}')
  const fields = fieldsOf(place, ['p50', 'p95'])
  const p50 = someMilliseconds(fields.p50)
  return { p50, p95: number(p50, 900_000)(fields.p95) }
}
