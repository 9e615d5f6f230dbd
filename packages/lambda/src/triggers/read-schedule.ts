import { key } from '@thermocline/wire'
import { at } from './json.ts'
import { within } from './names.ts'
import type { Facts } from './trigger.ts'

/** A rule or a schedule: when it was due. Its name may be the user's, and its period is not told. */
export function schedule(event: unknown): Facts {
  return { [key.FAAS_TIME]: within(at(event, 'time'), /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/) }
}
