import type { JSX } from 'preact'
import { exactMoment, moment, utc } from '../format.ts'

/** A moment in the reader's own time, with UTC behind it. */
export function Moment({
  ms,
  exact = false,
}: {
  readonly ms: number
  readonly exact?: boolean
}): JSX.Element {
  return (
    <time dateTime={utc(ms)} title={utc(ms)}>
      {exact ? exactMoment(ms) : moment(ms)}
    </time>
  )
}
