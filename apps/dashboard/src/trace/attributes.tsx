import { ATTRIBUTES, type AttributeValue, type Attributes } from '@thermocline/wire'
import type { JSX } from 'preact'
import { bytes, duration, plain } from '../format.ts'

/** Attributes by name, each of ours with its meaning. */
export function AttributeList({
  of,
  label,
}: {
  readonly of: Attributes
  readonly label: string
}): JSX.Element | null {
  const entries = Object.entries(of).toSorted(([a], [b]) => a.localeCompare(b))
  if (entries.length === 0) return null
  return (
    <section class="attributes" aria-label={label}>
      <h3>{label}</h3>
      <dl>
        {entries.map(([key, value]) => (
          <div key={key}>
            <dt data-explain={ABOUT.get(key)?.about}>{key}</dt>
            <dd>{printed(key, value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

const ABOUT = new Map(ATTRIBUTES.map((definition) => [definition.key, definition]))

function printed(key: string, value: AttributeValue): string {
  if (typeof value !== 'number') return typeof value === 'string' ? value : JSON.stringify(value)
  const unit = ABOUT.get(key)?.unit
  if (unit === 'ms') return duration(value)
  if (unit === 'us') return duration(value / 1000)
  return unit === 'bytes' ? bytes(value) : plain(value)
}
