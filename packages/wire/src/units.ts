/** Microseconds since the Unix epoch: exact as a number until the year 2255. Rows keep time in this unit. */
export type UnixUs = number & { readonly unit: 'unix us' }
/** Milliseconds since the Unix epoch, with a fraction where it is known. Answers give time in this unit. */
export type UnixMs = number & { readonly unit: 'unix ms' }
/** A duration in milliseconds, with a fraction where it is known. */
export type Ms = number & { readonly unit: 'ms' }
/** A size in bytes. */
export type Bytes = number & { readonly unit: 'bytes' }

export function unixUs(value: number): UnixUs {
  return value as UnixUs
}

export function unixMs(value: number): UnixMs {
  return value as UnixMs
}

export function ms(value: number): Ms {
  return value as Ms
}

export function bytes(value: number): Bytes {
  return value as Bytes
}

export function usToMs(time: UnixUs): UnixMs {
  return (time / 1000) as UnixMs
}

export function msToUs(time: UnixMs): UnixUs {
  return Math.round(time * 1000) as UnixUs
}

/** Milliseconds from `start` to `end`; negative when `end` is earlier. */
export function between(start: UnixUs, end: UnixUs): Ms {
  return ((end - start) / 1000) as Ms
}
