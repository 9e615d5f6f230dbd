import type { Guard } from '../guard.ts'
import { className } from '../guard.ts'
import { performance } from '../node-globals.ts'
import type { LeaksSetting } from '../settings/settings.ts'
import { type Detector, isDiscovery, type Look, type Moment, type Subject } from './detector.ts'
import type { Finding } from './finding.ts'
import { everyInvocation, sampledInvocations } from './schedule.ts'

/** Looks for state that outlives an invocation. */
export interface LeakWatch {
  begin(subject: Subject): WatchedInvocation
}

interface WatchedInvocation {
  /** Looks, if this invocation is one of the sample and enough time remains; gives what that took, in microseconds. */
  end(remainingMs: number, answer: unknown): number | undefined
}

export interface LeakWatchFacts {
  readonly setting: LeaksSetting
  /** By name, in the order they look. */
  readonly detectors: ReadonlyMap<string, Detector>
  /** Takes what is found, with the invocation that it was found at. */
  readonly tell: (finding: Finding, at: Moment) => void
  readonly guard: Guard
  readonly random: () => number
  /** Several invocations run at once. */
  readonly overlapping: boolean
}

const NO_WATCH: LeakWatch = { begin: () => ({ end: () => undefined }) }

// A look holds the response back. In CI and the lab a whole answer is worth more than the milliseconds.
const LOOK_MS = { sampled: 2, every: 50 }
/** The first look that reads variables loads the inspector too, and finds out where they are. */
const DISCOVERY_MS = 20
/** With less time than this before the deadline nothing is looked at. */
const LEAST_REMAINING_MS = 100
/** No look that had the processor for itself takes this long, but the first, which loads the inspector. */
const PRESSED_MS = 10

export function createLeakWatch(facts: LeakWatchFacts): LeakWatch {
  const { setting, guard } = facts
  if (setting === 'off') return NO_WATCH
  const detectors = new Map(facts.detectors)
  const schedule = setting === 'every' ? everyInvocation : sampledInvocations(facts.random)

  let grew = false
  let ended = 0
  let turn = 0

  // A detector that fails once, as the inspector does under --permission, is off; the others go on.
  function each(work: (detector: Detector) => void): void {
    for (const [name, detector] of detectors) {
      try {
        work(detector)
      } catch (error) {
        detectors.delete(name)
        guard.say(`the detector ${name} is off: ${className(error)}`)
      }
    }
  }

  return {
    begin(subject) {
      const due = schedule.isDue(subject.ordinal)
      each((detector) => detector.begin?.())
      return {
        end(remainingMs, answer) {
          ended += 1
          // They end in another order than they began in.
          const moment = facts.overlapping ? { ...subject, ordinal: ended } : subject
          each((detector) => detector.end?.(moment))
          if (!due || remainingMs < LEAST_REMAINING_MS) return undefined
          const beganAt = performance.now()
          const hurried = setting === 'sampled'
          turn += 1
          const until = beganAt + (isDiscovery({ ...moment, hurried }) ? DISCOVERY_MS : LOOK_MS[setting])
          const overdue = (): boolean => performance.now() >= until
          const look: Look = { ...moment, answer, hurried, turn, overdue, explained: grew }
          each((detector) => {
            if (look.hurried && look.ordinal === 1) {
              detector.meet?.(look)
              return
            }
            for (const finding of detector.look(look)) {
              grew ||= finding.class === 'growth' || finding.class === 'resource'
              facts.tell(finding, subject)
            }
          })
          const tookMs = performance.now() - beganAt
          schedule.pressed(look.ordinal > 2 && tookMs > PRESSED_MS)
          return tookMs * 1000
        },
      }
    },
  }
}
