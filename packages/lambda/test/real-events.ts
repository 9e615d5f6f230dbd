import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// Events as AWS, Datadog, Powertools and others publish them, each with what called. Not part of this repository.

const FOLDER = fileURLToPath(new URL('../../../../shared/data/events/', import.meta.url))

export interface RealEvent {
  readonly file: string
  readonly trigger: string
  readonly event: unknown
}

/** Empty where the folder is absent. */
export function realEvents(): readonly RealEvent[] {
  if (!existsSync(FOLDER)) return []
  const index = JSON.parse(readFileSync(`${FOLDER}index.json`, 'utf8')) as readonly Omit<RealEvent, 'event'>[]
  return index.map(({ file, trigger }) => ({
    file,
    trigger,
    event: JSON.parse(readFileSync(FOLDER + file, 'utf8')) as unknown,
  }))
}
