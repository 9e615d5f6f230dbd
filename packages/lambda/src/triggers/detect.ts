import { key } from '@thermocline/wire'
import { messagesOf } from './messages.ts'
import { readShape } from './shape.ts'
import { triggers } from './table.ts'
import type { Trigger } from './trigger.ts'

/** `direct` for anything that is no event of a service. Never throws. */
export function detectTrigger(event: unknown): Trigger {
  try {
    // Made when it is first asked for: what fails while a module is loaded, fails the function.
    known ??= knownTriggers()
    return known.find(({ fits }) => fits(event))?.trigger(event) ?? DIRECT
  } catch {
    // A getter or a proxy of the user's: no failure of ours, so it does not go to the guard.
    return DIRECT
  }
}

const DIRECT: Trigger = { source: 'direct', kind: 'other', batch: false, attributes: {} }

interface Known {
  readonly fits: (event: unknown) => boolean
  readonly trigger: (event: unknown) => Trigger
}

let known: readonly Known[] | undefined

function knownTriggers(): readonly Known[] {
  const table = triggers()
  return (Object.keys(table) as Trigger['kind'][]).flatMap((kind) =>
    table[kind].map(([source, shape, read, batch = false]) => ({
      fits: readShape(shape),
      trigger(event: unknown): Trigger {
        const attributes: Record<string, string | number | boolean> = {}
        if (batch) attributes[key.MESSAGING_BATCH_MESSAGE_COUNT] = messagesOf(event).length
        for (const [name, value] of Object.entries(read?.(event) ?? {})) {
          if (value !== undefined) attributes[name] = value
        }
        return { source, kind, batch, attributes }
      },
    })),
  )
}
