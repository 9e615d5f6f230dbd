const STATUSES = ['announced', 'collected', 'in transit', 'delivered']

// Stand for the carriers' services.
const CARRIERS = {
  swift: (parcel) => answer(parcel, 20 + (parcel % 30)),
  comet: (parcel) => answer(parcel, 60 + (parcel % 80)),
  // Takes the question and says nothing, as overloaded services do.
  tortoise: () => new Promise((resolve) => setTimeout(resolve, 3_600_000)),
}

/** What this carrier says of a parcel. */
export function askCarrier(carrier, parcel) {
  const ask = CARRIERS[carrier]
  if (ask === undefined) throw new RangeError(`no such carrier: ${carrier}`)
  return ask(parcel)
}

function answer(parcel, afterMs) {
  return new Promise((resolve) => setTimeout(() => resolve(STATUSES[parcel % STATUSES.length]), afterMs))
}
