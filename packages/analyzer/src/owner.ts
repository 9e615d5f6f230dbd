import type { StoreOwner } from '@thermocline/store'
import { key, ThermoclineError, type Attributes, type SpanRow } from '@thermocline/wire'

/** Throws `lab_data` where a span does not belong to the owner of the folder. */
export function checkOwner(owner: StoreOwner, spans: readonly SpanRow[]): void {
  const stranger = spans.find(({ resource }) => !isOwnedBy(owner, resource))
  if (stranger === undefined) return
  const name = JSON.stringify(stranger.resource[key.FAAS_NAME] ?? stranger.name)
  throw new ThermoclineError(
    'lab_data',
    owner === 'lab'
      ? `this folder holds the lab's data and takes no other, got a span of ${name} without ${key.LAB}`
      : `this folder holds a user's data and takes none of the lab's, got a span of ${name} with ${key.LAB}`,
  )
}

function isOwnedBy(owner: StoreOwner, resource: Attributes): boolean {
  if (resource[key.LAB] === true) return owner === 'lab'
  // Log lines after a process's first one leave the rest of the resource to that first one, which was checked.
  const isShort = resource[key.PROCESS_ID] !== undefined && resource[key.FAAS_NAME] === undefined
  return owner === 'user' || isShort
}
