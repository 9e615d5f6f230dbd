import { wrap } from '@thermocline/lambda'
import { askCarrier } from './carriers.mjs'

// Waits for as long as the carrier takes: there is no time limit of its own, so that one carrier that does not answer
// costs the whole timeout of the function, and the process with all that was warm in it.
export const handler = wrap(async ({ carrier, parcel }) => {
  const status = await askCarrier(carrier, parcel)
  return { carrier, parcel, status }
})
