import { unixUs } from '@thermocline/wire'
import type { FunctionEntry } from '../src/journal/entry.ts'
import { readPolicy } from '../src/settings/policy.ts'
import type { PolicyDescription } from '../src/settings/policy.ts'
import { simulate } from '../src/simulated/simulate.ts'
import type { SimulatedChange } from '../src/simulated/simulate.ts'

/** A call at a moment, for so long, in seconds. */
interface Call {
  readonly at: number
  readonly name: string
  readonly lasts: number
  readonly tenant?: string
  /** Its process does not survive it. */
  readonly resets?: boolean
}

export interface Story {
  readonly policy?: PolicyDescription
  readonly version?: string
  readonly calls: readonly Call[]
  readonly changes?: readonly { readonly at: number; readonly change: SimulatedChange['change'] }[]
  /** Seconds of every init. Default 1. */
  readonly init?: number
  /** Inits that fail, by the number of their container. */
  readonly failedInits?: readonly number[]
  /** Containers that turn out at the end of their init to be of no use. */
  readonly lostInits?: readonly number[]
  readonly until?: number
}

/** The journal of this story on the simulated Lambda. */
function journalOf(story: Story): FunctionEntry[] {
  const { calls, changes = [], init = 1, failedInits = [], lostInits = [] } = story
  const byName = new Map(calls.map((call) => [call.name, call]))
  const entries: FunctionEntry[] = []
  simulate(
    {
      policy: readPolicy('the story', story.policy ?? {}),
      version: story.version ?? '$LATEST',
      begin: seconds(0),
      arrivals: calls.map(({ at, name, tenant }) => ({ at: seconds(at), requestId: name, tenant })),
      changes: changes.map(({ at, change }) => ({ at: seconds(at), change })),
      model: {
        init: ({ container }) => ({
          us: init * 1e6,
          end: lostInits.includes(container) ? 'lost' : failedInits.includes(container) ? 'failed' : 'ok',
        }),
        run({ requestId }) {
          const { lasts, resets = false } = byName.get(requestId)!
          return { us: lasts * 1e6, outcome: resets ? 'timeout' : 'ok', reset: resets }
        },
      },
    },
    (entry) => void entries.push(entry),
    story.until === undefined ? Infinity : seconds(story.until),
  )
  return entries
}

/** What was decided, one short line each: `3 made 1 first for a`. Freezing and thawing only where asked for. */
export function told(story: Story, frost: 'with frost' | 'without frost' = 'without frost'): string[] {
  return journalOf(story).flatMap((entry) => {
    const at = entry.at / 1e6
    switch (entry.kind) {
      case 'made':
        return [
          `${at} made ${entry.container} ${entry.cause}${entry.requestId === null ? '' : ` for ${entry.requestId}`}`,
        ]
      case 'placed':
        return [`${at} ${entry.requestId} in ${entry.container} ${entry.start}`]
      case 'throttled':
        return [`${at} ${entry.requestId} throttled ${entry.reason}`]
      case 'ended':
        return [`${at} ended ${entry.container} ${entry.reason}`]
      case 'frozen':
      case 'thawed':
        return frost === 'with frost' ? [`${at} ${entry.kind} ${entry.container}`] : []
      case 'opened':
      case 'arrived':
      case 'ready':
      case 'finished':
      case 'reset':
      case 'lost':
      case 'changed':
      case 'stopped':
        return []
    }
  })
}

function seconds(value: number): ReturnType<typeof unixUs> {
  return unixUs(Math.round(value * 1e6))
}
